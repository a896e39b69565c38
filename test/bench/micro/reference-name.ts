/** Under this name each group of benchmarks has its reference. */
export const referenceName = 'reference';
