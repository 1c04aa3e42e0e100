import { EventEmitter } from 'node:events';
import { Server } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import type { FromEngine, ToEngine, WireRequest, WireResponse } from './engine.ts';

const port = parentPort!;
const tell = (message: FromEngine) => port.postMessage(message);

/**
 * dynalite closes its store behind its server. This one never listens: it would be without the gateway's guard, so there
 * is nothing to stop.
 */
Server.prototype.close = function (done) {
  done?.();
  return this;
};

const server = dynalite({ path: workerData.folder, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });

port.on('message', (message: ToEngine) => {
  if (message === 'close') return closeStore();
  tell({ taken: message.id });
  handOver(message.request, (response) => tell({ id: message.id, response }));
});

/**
 * dynalite throws out of callbacks: `a BETWEEN :low AND absent` would end its process, and leaves the item's
 * lock held. Here it ends a thread, which closes its store so that the next one can open it.
 */
process.on('uncaughtException', (error) => {
  tell({ broken: error.stack ?? error.message });
  closeStore();
});

/** The server never listens; it is given each request as if one had arrived. */
function handOver({ method, url, headers, body }: WireRequest, respond: (response: WireResponse) => void) {
  const request = Object.assign(new EventEmitter(), { method, url, headers });
  const answered: Record<string, string | number> = {};
  const answer = {
    statusCode: 200,
    setHeader: (name: string, value: string | number) => {
      answered[name] = value;
    },
    end: (text = '') => respond({ status: answer.statusCode, headers: answered, body: text }),
  };
  server.emit('request', request, answer);
  request.emit('data', Buffer.from(body));
  request.emit('end');
}

let closing = false;

function closeStore() {
  if (closing) return;
  closing = true;
  server.close(() => process.exit());
}
