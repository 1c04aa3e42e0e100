// JavaScript, so that no time goes into stripping types.
const started = performance.now();
await import(process.argv[2]);
process.stdout.write(String(performance.now() - started));
