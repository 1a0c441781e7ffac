// src/app.d.ts
declare global {
  namespace App {
    interface Locals {
      lang?: string;
      status?: number;
    }
  }
}

export {};
