const { contextBridge, ipcRenderer } = require("electron");

const requireRefused = (name) => {
  try {
    require(name);
    return "given";
  } catch (cause) {
    return cause.message;
  }
};

contextBridge.exposeInMainWorld("fixture", {
  version: 3,
  nested: { list: [1, { two: 2 }] },
  echo: (value) => ipcRenderer.invoke("echo", value),
  invoke: (channel, ...args) => ipcRenderer.invoke(channel, ...args),
  send: (channel, ...args) => ipcRenderer.send(channel, ...args),
  subscribe(listener) {
    const forward = (_event, value) => listener(value);
    ipcRenderer.on("event", forward);
    return () => void ipcRenderer.off("event", forward);
  },
  sync: (text) => `${text}!`,
  throws: () => {
    throw new TypeError("thrown in the preload");
  },
  callBack: (callback) => callback("from the preload"),
  fsModule: () => requireRefused("node:fs"),
  unknown: () => ipcRenderer.sendSync("x"),
});
