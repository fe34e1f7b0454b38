// Stands for what mqtt.js asks for and a page never uses (build.mjs): sockets of Node, timers in
// workers.
export {};
