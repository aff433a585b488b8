// isolates that compile much, are torn down by terminate() or by exit, in parallel
import { Worker, isMainThread, workerData, parentPort } from "node:worker_threads";
if (!isMainThread) {
  const t = performance.now(); let n=0;
  while (performance.now()-t < workerData.ms) { const f = new Function("a","b","let s=0;for(let i=0;i<3000;i++){s=(s*31+a*i^b)|0}return s+"+(n++)); for(let k=0;k<60;k++) f(k,n); }
  parentPort.postMessage(n);
} else {
  const [mode, total, par] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
  let left = total;
  await Promise.all(Array.from({length: par}, async () => { while (left-- > 0) { const w = new Worker(new URL(import.meta.url), {workerData:{ms:150}}); if (mode==="exit") await new Promise(r=>w.once("exit",r)); else { await new Promise(r=>w.once("message",r)); await w.terminate(); } } }));
  console.log(mode,"ok",total);
}
