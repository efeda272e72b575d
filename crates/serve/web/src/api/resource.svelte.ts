/** An answer of the server that follows its address, and is asked for again when the ledger grows. */
import { get, Problem } from './client';
import { live } from './live.svelte';

export class Resource<T> {
  data = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  #path: () => string | null;
  #again = $state(0);
  #shown = '';

  constructor(path: () => string | null, options: { follow?: boolean } = {}) {
    this.#path = path;
    $effect(() => {
      const address = this.#path();
      void this.#again;
      void live.back;
      if (options.follow !== false) void live.head;
      if (address === null) {
        this.data = null;
        return;
      }
      const stop = new AbortController();
      void this.#load(address, stop.signal);
      return () => stop.abort();
    });
  }

  async #load(address: string, signal: AbortSignal): Promise<void> {
    this.busy = true;
    // What another address showed must not stand under the new heading.
    if (address.split('?')[0] !== this.#shown.split('?')[0]) this.data = null;
    try {
      const data = await get<T>(address, signal);
      if (signal.aborted) return;
      this.data = data;
      this.problem = null;
      this.#shown = address;
    } catch (error) {
      if (signal.aborted) return;
      this.problem = error instanceof Problem ? error : new Problem(500, String(error));
    }
    this.busy = false;
  }

  reload(): void {
    this.#again += 1;
  }
}

export function resource<T>(path: () => string | null, options?: { follow?: boolean }): Resource<T> {
  return new Resource<T>(path, options);
}
