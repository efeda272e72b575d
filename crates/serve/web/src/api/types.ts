/** The answers of `/api/v1`, as its OpenAPI page describes them. */
export type Id = string;
export interface Page<T> { items: T[]; total?: number; next?: string | null }
export interface Head { entries: number; head: string }
export interface Counts { incidents: number; agreements: number; claims: number; talks: number; zones: number; documents: number; figures: number; review: number }
export interface Status { version: string; method: string; ledger: { name: string; entries: number; head: string; readonly: boolean }; counts: Counts; by: string; now: string }
export interface Place { name: string; lat?: number | null; lon?: number | null; precision: number; radius_m?: number | null; country?: string | null }
export interface Actor { name: string; id?: string | null; kind?: string | null; acts_for?: string | null }
export interface Row {
  id: Id; kind: string; act: string; name?: string | null; when?: string | null; places: string; lat?: number | null; lon?: number | null;
  precision: number; radius_m?: number | null; actors: string; standing: string; statements: number; documents: number; origins: number;
  finding?: string | null; violations: number; review?: string | null;
}
export interface DocumentRow { id: Id; name: string; source?: string | null; day?: string | null; title?: string | null; url?: string | null; agency?: string | null; origin: Id; statements: number; grade: string; sha256: string }
export interface StatementRow {
  id: Id; document: Id; kind: string; act?: string | null; status?: string | null; earliest?: string | null; latest?: string | null; speaker?: string | null;
  target?: string | null; low?: number | null; high?: number | null; as_of?: string | null; names?: string; record?: Id | null; start: number; quote: string;
}
export interface Link { score?: number | null; reason?: string | null; by?: string | null }
export interface Attribution { speaker?: string | null; stance: string }
export interface Said {
  id: Id; document: Id; document_name: string; source?: string | null; day?: string | null; origin: Id; kind: string; act?: string | null; summary?: string; quote: string;
  start: number; end: number; speaker?: string | null; stance?: string | null; status?: string | null; attribution: Attribution[]; confidence?: number | null;
  rules: string[]; link?: Link | null; review?: string | null;
}
export interface Review { accepted: boolean; by: string; entry: number }
export interface Note { by: string; text: string; entry?: number | null }
export interface Candidate { id: Id; score: number; reason: string; other: Row }
export interface ClaimHeld { statement: Id; document: Id; source?: string | null; day?: string | null; origin: Id; speaker?: string | null; stance: string; target: string[]; quote: string }
export interface FigureGiven {
  statement: Id; document: Id; source?: string | null; speaker?: string | null; measure: string; low?: number | null; high?: number | null; best?: number | null;
  approximate?: boolean; of?: string | null; as_of?: string | null; quote: string; scope?: string;
}
export interface StageAt { stage: string; as_of?: string | null; document: Id; statement: Id; quote: string }
export interface TermAt { statement: Id; duty: string; bound: string[]; due?: string | null; quote: string }
export interface Rec {
  rejected?: boolean; records?: { id: Id; label: string }[];
  id: Id; kind: string; label: string; when?: string | null; act?: string | null; type?: string | null; name?: string | null; places: Place[]; statements: Said[];
  review?: Review | null; notes: Note[]; grade: string; merged: { id: Id; entry?: number | null }[]; candidates: Candidate[]; related: Row[];
  who?: Actor[]; whom?: Actor[]; standing?: string; origins?: Id[]; claims?: ClaimHeld[]; figures?: FigureGiven[];
  finding?: { finding: string; body?: string | null; by: string; entry: number } | null;
  violations?: { term?: Id; agreement?: Id; agreement_name?: string | null; duty?: string; quote?: string; incident?: Id; label?: string }[];
  responses?: { statement: Id; cause: string; effect: string; speaker?: string | null; quote: string; cause_record?: Id | null; effect_record?: Id | null }[];
  terms_nearby?: { term: Id; agreement: Id; agreement_name?: string | null; duty: string; quote: string }[];
  parties?: Actor[]; brokers?: Actor[]; until?: string | null; stage?: string | null; stage_set?: string | null; stages?: StageAt[]; terms?: TermAt[];
  series?: string | null; round?: number | null; attending?: Actor[]; absent?: Actor[]; mediators?: Actor[]; rules?: string[]; outline?: GeoJSON.Geometry | null;
}
export interface HistoryLine { seq: number; at: string; by: string; kind: string; text: string; undone: boolean; judgement: boolean }
export interface HomeAgreement { id: Id; label: string; stage?: string | null; verdict?: string | null; days_since_last?: number | null; parties: string[]; since?: string | null; as_of?: string | null }
export interface Home { recent: HistoryLine[]; review: number; latest_documents: DocumentRow[] }
export interface DocStatement {
  id: Id; kind: string; act?: string | null; type?: string | null; start: number; end: number; quote: string; modality?: string | null; status?: string | null;
  stance?: string | null; speaker?: string | null; attribution: Attribution[]; rules: string[]; confidence?: number | null; records: Id[]; summary: string;
  fields: { name: string; value: string; start?: number; end?: number }[]; review?: string | null;
}
export interface Doc {
  id: Id; name: string; title?: string | null; source?: string | null; url?: string | null; published?: string | null; captured_at?: string | null; by?: string;
  media?: string; hash: string; extractor?: string; dir: 'ltr' | 'rtl'; lang?: string | null; text: string;
  blocks: { start: number; end: number; furniture: boolean }[];
  origin?: { group: Id; members: { id: Id; name: string; source?: string | null; day?: string | null }[]; spans: { start: number; end: number }[] } | null;
  grade: string; data_set?: boolean; statements: DocStatement[]; statements_total?: number; notices: { id: string; message: string; help?: string | null; start?: number; end?: number }[];
}
export interface Side { id: Id; kind: string; label: string; when?: string | null; places: string | (string | Place)[]; act?: string | null; standing?: string | null; quotes: { quote: string; source?: string | null; day?: string | null; speaker?: string | null; document: Id; statement: Id }[] }
export interface Reading {
  id: Id; kind: 'reading' | 'proposal'; document: Id; document_name: string; source?: string | null; day?: string | null; start: number; end: number;
  context: { before: string; quote: string; after: string }; dir?: 'ltr' | 'rtl' | 'auto';
  statement: { kind: string; act?: string | null; summary: string; speaker?: string | null; stance?: string | null; status?: string | null; confidence?: number | null; rules: string[] };
  fields: { name: string; value: string }[]; records: { id: Id; label: string }[]; score?: number | null; reason?: string | null;
}
export interface SameAs { id: Id; kind: 'same-as'; score: number; reason: string; left: Side; right: Side }
export type Question = Reading | SameAs;
export interface Job { id: string; kind?: string; state: 'waiting' | 'running' | 'done' | 'failed'; step?: string | null; done?: number | null; of?: number | null; message?: string | null; result?: Record<string, unknown> | null }
export interface Judged { entry: number; changed: Id[]; entries?: number[] }
export interface Value { value: string; n: number }
export interface MonthBar { month: string; n: number; by_standing: Record<string, number> }
export interface Facets { act: Value[]; standing: Value[]; actor: Value[]; place: Value[]; month: MonthBar[]; total?: number; undated?: number }
export interface Timeline {
  as_of: string; since?: string | null;
  stages: { stage: string; from?: string | null; to?: string | null; words: string; anchor: { statement: Id; document: Id; start: number; end: number; quote: string } }[];
  terms: { statement: Id; text: string; duty: string; bound: string[]; deadline?: string | null; state: string }[];
  incidents: { id: Id; label: string; day?: string | null; when?: string | null; act: string; standing: string; inside: string; class?: string }[];
  talks: { id: Id; label: string; day?: string | null; when?: string | null }[];
  zone?: GeoJSON.FeatureCollection | null;
}
export interface Evidence { statement?: Id; incident?: Id | null; quote: string; speaker?: string | null; source?: string | null; document?: string | null; document_id?: Id; day?: string | null }
export interface Matrix { parties: string[]; lines: { incident: Id; act: string; when?: string | null; places: string[]; standing: string; cells: { positions: string[]; names: string[]; evidence: Evidence[] }[] }[] }
export interface Counted { label: string; count: number; incidents?: Id[]; statements?: Id[] }
export interface Indicator { id: string; title: string; definition: string; source: string; bearing: string; words: string; rows?: Counted[]; evidence?: Evidence[] }
export interface Assessment {
  caution: string; method: string; ledger_entry: number; ledger_hash: string; agreement: Id; name?: string | null; kind: string; parties: string[]; brokers: string[];
  stage?: string | null; as_of: string; since: string; area: string; assumed: string[]; reports: number; origins: number; verdict: string;
  grounds: { rule: string; words: string; incidents?: Id[]; evidence?: Evidence[] }[];
  variants: { counting: string; verdict: string }[]; indicators: Indicator[]; gaps: { id: string; words: string; incidents?: Id[]; statements?: Id[] }[];
}
export interface Found { statement: Id; document: Id; document_name: string; source?: string | null; day?: string | null; record?: Id | null; record_label?: string | null; kind: string; act?: string | null; start: number; end: number; snippet: { text: string; hit: boolean }[] }
export interface Entry { seq: number; at: string; by: string; kind: string; summary: string; hash: string; prev: string; undone?: boolean; judgement?: boolean }
export interface Words { acts: string[]; stances: string[]; standings: string[]; stages: string[]; findings: string[]; kinds: string[]; zone_types: string[] }
export interface Import { data_set: string; document?: Id; name?: string; at: string; entry?: number; rows?: number | null; taken: number; rejected?: number | null; rejected_rows: { line: number; reason: string; row?: string | null }[] }
export interface Source { source: string; documents: number; grade: string; grades?: Record<string, number>; latest?: string | null; statements?: number; document_ids: Id[] }
export interface SavedSearch { id: string; name: string; query: string; feed_atom: string; feed_json: string }
export interface Comparison {
  window_before: string[]; window_after: string[]; events_before: number; events_after: number; rate_ratio: number | null; ci_low: number | null; ci_high: number | null; p: number;
  placebo_share: number | null; placebo_days: number; placebo: { as_small: number; bins: { from: number; until: number | null; days: number }[]; no_ratio: number };
  weeks: { from: string; events: number }[]; warnings: string[]; p_misleads: { name: string; text: string }[];
  assumptions: { number: string; method: string; assumes: string; breaks: string }[];
  sensitivity: { rule: string; events_before: number; events_after: number; rate_ratio: number | null; ci_low: number | null; ci_high: number | null }[];
  evidence: { before: { day: string; incident: Id }[]; after: { day: string; incident: Id }[] };
  question: { around: string; days: number };
}
export interface Checkpoint { seq: number; at?: string | null; by?: string; hash: string; key?: string; ok?: boolean; detail?: string | null; checkpoint?: unknown }
export interface Checkpoints { items: Checkpoint[]; can_sign?: boolean }
export interface Verified { sound: boolean; lines: { what: string; ok: boolean; detail: string }[] }
export interface SitrepTold { title: string; subtitle?: string; caution?: string; parts: { section: string; html: string }[]; sections: { id: string; title: string }[]; head: Head }
