import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { Child, run } from "./child.ts";

/** A program that starts another one, which listens on a port, prints the port and stays. */
const listener = `
  require("node:net").createServer().listen(0, "127.0.0.1", function () {
    console.log(this.address().port);
  });
`;
const parent = `
  require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(listener)}], {
    stdio: "inherit",
  });
  setInterval(() => undefined, 1000);
`;

describe("a program under the guard", () => {
  it("is ended together with all it started", async () => {
    const { child, port } = await startParent();
    const connection = await connectTo(port);
    await child.end();
    await gone(connection);
  });

  it("is ended when the launcher is killed", async () => {
    const script = `
      import { Child } from ${JSON.stringify(new URL("child.ts", import.meta.url).href)};
      new Child(process.execPath, ["-e", ${JSON.stringify(parent)}], { onLine: console.log });
    `;
    const launcher = spawn(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "-e", script],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const port = Number(String((await once(launcher.stdout, "data"))[0]));
    const connection = await connectTo(port);
    launcher.kill("SIGKILL");
    await gone(connection);
  });

  it("fails with its last lines when it ends with another code than 0", async () => {
    await assert.rejects(
      run(process.execPath, ["-e", "console.error('no luck'); process.exit(3)"]),
      /ended with 3:\nno luck/,
    );
  });

  it("fails when it can't be started", async () => {
    await assert.rejects(run("/nowhere/program", []), /ended with 127/);
  });
});

async function startParent(): Promise<{ child: Child; port: number }> {
  return new Promise((resolve) => {
    const child: Child = new Child(process.execPath, ["-e", parent], {
      onLine: (line) => resolve({ child, port: Number(line) }),
    });
  });
}

async function connectTo(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  // Being cut off is what is waited for.
  socket.on("error", () => undefined).resume();
  return socket;
}

/** The other side of a connection is gone when the connection is, closed or reset. */
async function gone(connection: Socket): Promise<void> {
  connection.on("error", () => undefined);
  if (!connection.closed) await new Promise((resolve) => connection.once("close", resolve));
}
