/** What the server tells of itself while the page is open: new entries, the progress of jobs, and whether it answers. */
import { BASE, get } from './client';
import type { Job, Status } from './types';

export const live = $state<{ head: number; online: boolean; back: number; status: Status | null; jobs: Record<string, Job> }>({
  head: 0,
  online: true,
  /** How often the server answered again after it did not. */
  back: 0,
  status: null,
  jobs: {},
});

function answers(): void {
  if (!live.online) live.back += 1;
  live.online = true;
}

async function refresh(): Promise<void> {
  try {
    live.status = await get<Status>('/status');
    answers();
  } catch {
    live.online = false;
  }
}

let waiting: ReturnType<typeof setTimeout> | undefined;

export function startLive(): () => void {
  void refresh();
  const events = new EventSource(`${BASE}/events`);
  events.addEventListener('open', () => {
    if (!live.online) void refresh();
    answers();
  });
  events.addEventListener('error', () => {
    live.online = false;
  });
  events.addEventListener('head', (event) => {
    const { entries } = JSON.parse((event as MessageEvent<string>).data) as { entries: number };
    if (entries === live.head) return;
    // Many entries can come at once: one refresh is enough for them.
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      live.head = entries;
      void refresh();
    }, 120);
  });
  events.addEventListener('job', (event) => {
    const job = JSON.parse((event as MessageEvent<string>).data) as Job;
    live.jobs[job.id] = { ...live.jobs[job.id], ...job };
  });
  return () => events.close();
}

/** Waits until a job is done or failed, by its events or, should they not come, by asking. */
export async function finished(id: string, told: (job: Job) => void = () => {}): Promise<Job> {
  for (;;) {
    const job = await get<Job>(`/jobs/${id}`);
    told(job);
    if (job.state === 'done' || job.state === 'failed') return job;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
