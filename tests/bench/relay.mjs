// What people build without a broker: a WebSocket server that passes text on by topic.
// Usage: relay.mjs PORT

import { WebSocketServer } from 'ws';

/** @type {Map<string, Set<import('ws').WebSocket>>} */
const topics = new Map();
const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false });

server.on('connection', (socket, request) => {
  request.socket.setNoDelay(true);
  socket.on('message', (data) => {
    const text = data.toString();
    if (text[0] === 'S') {
      const topic = text.slice(1);
      if (!topics.has(topic)) topics.set(topic, new Set());
      topics.get(topic).add(socket);
      return;
    }
    const topic = text.slice(1, text.indexOf('\n'));
    for (const peer of topics.get(topic) ?? []) peer.send(text.slice(1));
  });
  socket.on('close', () => topics.forEach((set) => set.delete(socket)));
});
server.on('listening', () => console.log('listening'));
