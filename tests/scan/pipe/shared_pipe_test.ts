import { MessageReceiver } from "../../../lib/scan/pipe/message_receiver.ts";
import { MessageSender } from "../../../lib/scan/pipe/message_sender.ts";
import { PIPE_HEAD_BYTES, SharedPipe } from "../../../lib/scan/pipe/shared_pipe.ts";
import { assertEquals } from "../../../lib/std/assert.ts";
import { fc } from "../../helpers/property.ts";

const ROOM_BYTES = 64;

function openPipe(position = 0): SharedPipe {
  const buffer = new SharedArrayBuffer(PIPE_HEAD_BYTES + ROOM_BYTES);
  new Int32Array(buffer, 0, PIPE_HEAD_BYTES / 4).fill(position);
  return new SharedPipe(buffer, 0, ROOM_BYTES);
}

Deno.test("SharedPipe takes as much as there is room for, and gives it in order", () => {
  const pipe = openPipe();
  assertEquals(pipe.write(new Uint8Array(100).fill(1)), ROOM_BYTES);
  assertEquals(pipe.write(Uint8Array.of(2)), 0);
  const read = new Uint8Array(50);
  assertEquals([pipe.read(read), pipe.write(new Uint8Array(60).fill(2))], [50, 50]);
  assertEquals([pipe.read(read), read[13], read[14]], [50, 1, 2]);
  assertEquals([pipe.read(read), pipe.read(read)], [14, 0]);
});

const messages = fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 });
const positions = fc.constantFrom(0, 17, 2 ** 31 - 70, -70);

Deno.test("MessageReceiver gives what was sent, whatever its length and wherever positions begin anew", () => {
  fc.assert(fc.property(messages, positions, (sent, position) => {
    const pipe = openPipe(position);
    const sender = new MessageSender(pipe);
    const receiver = new MessageReceiver(pipe);
    const received: Uint8Array[] = [];
    const receive = () => {
      for (let message = receiver.next(); message !== null; message = receiver.next()) {
        received.push(message.slice());
      }
    };
    for (const [at, message] of sent.entries()) {
      sender.send(message);
      if (at % 3 === 2) receive();
    }
    while (!sender.flush()) receive();
    receive();
    assertEquals({ received, isBegun: receiver.isBegun }, { received: sent, isBegun: false });
  }));
});

Deno.test("MessageReceiver says that a message is begun while its end is missing", () => {
  const pipe = openPipe();
  const sender = new MessageSender(pipe);
  const receiver = new MessageReceiver(pipe);
  const isSent = sender.send(new Uint8Array(80).fill(7));
  assertEquals([isSent, receiver.next(), receiver.isBegun], [false, null, true]);
  assertEquals([sender.flush(), receiver.next()], [true, new Uint8Array(80).fill(7)]);
});
