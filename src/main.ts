#!/usr/bin/env node
// Nothing is imported before the check: an older Node would fail inside a dependency with an error that explains nothing.
const neededMajor = 24;

if (Number(process.versions.node.split('.')[0]) < neededMajor) {
  process.stderr.write(
    `cburst: this is Node ${process.versions.node} (${process.execPath}), and cburst needs Node ${neededMajor} or later: ` +
      'the database that it uses crashes on older ones.\n' +
      'In the directory where `npm ci` was run, use `npx cburst`, which finds the Node installed there; ' +
      `elsewhere install Node ${neededMajor} (https://nodejs.org).\n`,
  );
  process.exitCode = 1;
} else {
  const { runCli } = await import('./cli/run-cli.ts');
  await runCli(process.argv.slice(2));
}

export {};
