import { Worker } from "node:worker_threads";
const [url, total, par] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
let left = total;
await Promise.all(Array.from({length: par}, async () => { while (left-- > 0) { const w = new Worker(new URL(url, import.meta.url)); w.on("error", e=>console.log(e)); w.on("message",()=>w.terminate()); const ex=new Promise(r=>w.once("exit",r)); w.postMessage({kind:"run",name:"nope",input:null}); await ex; } }));
console.log("ok",total);
