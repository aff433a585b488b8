import { contextBridge, ipcRenderer } from "electron";
import { createApi } from "./api.ts";

contextBridge.exposeInMainWorld("countersign", createApi(ipcRenderer));
