import { spawnSync } from 'node:child_process';

/** Debian's packages are for Debian's Python, which may not be the first on the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];

/**
 * True when tests that need a gRPC client of another make are to be skipped. With CBURST_REQUIRE_PYTHON_GRPC set (CI) nothing is
 * skipped: without it they fail.
 */
export function skipWithoutPythonGrpc(): boolean {
  return findPython() === undefined && !process.env.CBURST_REQUIRE_PYTHON_GRPC;
}

/** A Python that has gRPC. Throws where there is none. */
export function pythonWithGrpc(): string {
  const python = findPython();
  if (python === undefined)
    throw new Error('no Python has gRPC (Debian: apt-get install python3-grpcio python3-protobuf)');
  return python;
}

function findPython(): string | undefined {
  return PYTHONS.find(
    (python) => spawnSync(python, ['-c', 'import grpc, google.protobuf.message_factory']).status === 0,
  );
}
