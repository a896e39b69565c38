/** All that an answer says, with the text in its bytes: JSON alone writes bytes as numbers, in which no secret is found. */
export function textOf(answer: unknown): string {
  return JSON.stringify(answer, (_, value) =>
    isBytes(value) ? Buffer.from(value.data).toString('latin1') : value,
  );
}

/** As a Buffer makes itself JSON. */
function isBytes(value: unknown): value is { readonly data: number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
}
