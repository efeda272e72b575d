/** Requests to the server that gave us this page; there is no other. */
export const BASE = '/api/v1';

/** What the server says went wrong, with what to do. `status` 0 means that it could not be reached. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    title: string,
    readonly detail = '',
    readonly help = '',
  ) {
    super(title);
  }
}

async function answered(response: Response): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  try {
    const problem = JSON.parse(text) as { title?: string; detail?: string; help?: string };
    throw new Problem(response.status, problem.title ?? response.statusText, problem.detail, problem.help);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(response.status, response.statusText, text.slice(0, 300));
  }
}

async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(BASE + path, { credentials: 'same-origin', ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, 'unreachable');
  }
  return answered(response);
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await send(path, { signal, headers: { Accept: 'application/json' } });
  return (await response.json()) as T;
}

/** Asks for a change. The key makes sure that a request sent twice counts once. */
export async function post<T>(path: string, body: unknown, key: string = crypto.randomUUID()): Promise<T> {
  const response = await send(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': key },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

export async function remove(path: string): Promise<void> {
  await send(path, { method: 'DELETE' });
}

/** Writes a query from fields; empty ones are left out. */
export function query(fields: Record<string, string | number | boolean | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null && value !== '' && value !== false) search.set(name, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : '';
}
