/**
 * 开放数据, server face. A domain offers a data set: its columns and its rows as everybody may have them. Once a day what has changed becomes a version with cut-off,
 * hash and difference; downloads are of versions only, so that a file that somebody cites can be found again. No persons: what a data set counts of them it tells
 * as the public pages do.
 */
import { createHash } from 'node:crypto';
import { sql } from '../../database/sql.ts';
import { systemActor } from '../access/index.ts';
import type { Tx } from '../context/server.ts';
import { csvLine, readCsv } from '../csv/index.ts';
import { emit } from '../event/server.ts';
import { whenDue } from '../worker/server.ts';
import { type Column, type DatasetView, lineDiff, type Release, versionAfter } from './index.ts';

export * from './index.ts';

export type DatasetRow = Readonly<Record<string, string | number | null>>;
export interface Dataset extends Pick<DatasetView, 'key' | 'zh' | 'says' | 'source' | 'columns'> {
  /** In an order that stays; empty: there is nothing to release yet. */
  readonly rows: (tx: Tx) => Promise<readonly DatasetRow[]>;
}

const datasets = new Map<string, Dataset>();
export function defineDataset(dataset: Dataset): void {
  if (datasets.has(dataset.key)) throw new Error(`dataset ${dataset.key} is defined twice`);
  datasets.set(dataset.key, dataset);
}

interface Stored extends Release {
  no: number;
  columns: string[];
  content: string;
}
const told = sql`dataset, version, cut_off, hash, row_count as rows, added, removed`;

const lastOf = (tx: Tx, key: string): Promise<Stored | null> =>
  tx.maybe<Stored>(
    sql`select ${told}, no, columns, content from dataset_release where dataset = ${key} order by no desc limit 1`,
  );
/** Without its content, which is long and mostly what it was the day before. */
const lastHash = async (tx: Tx, key: string): Promise<string | null> =>
  (await tx.maybe<{ hash: string }>(sql`select hash from dataset_release where dataset = ${key} order by no desc limit 1`))
    ?.hash ?? null;

const fileOf = (columns: readonly Column[], rows: readonly DatasetRow[]): string =>
  csvLine(columns.map(({ zh }) => zh)) + rows.map((row) => csvLine(columns.map(({ key }) => row[key] ?? null))).join('');

/** What a download is, byte for byte: a mark of order first, so that spreadsheets read it as UTF-8. */
export const asDownloaded = (content: string): string => `\uFEFF${content}`;
const hashOf = (content: string): string => createHash('sm3').update(asDownloaded(content), 'utf8').digest('hex');

/** What would be released; null where it is what the last version is, or where there is nothing yet. */
async function changed(tx: Tx, { key, columns, rows }: Dataset) {
  const [found, last] = await Promise.all([rows(tx), lastHash(tx, key)]);
  if (found.length === 0 && last === null) return null;
  const content = fileOf(columns, found);
  const hash = hashOf(content);
  return last === hash ? null : { found, last, content, hash };
}
const anyChanged = async (tx: Tx) =>
  (await Promise.all([...datasets.values()].map((dataset) => changed(tx, dataset)))).filter((of) => of !== null);

async function release(tx: Tx, dataset: Dataset): Promise<void> {
  const { key, columns } = dataset;
  const news = await changed(tx, dataset);
  if (!news) return;
  const { found, last, content, hash } = news;
  const before = last === null ? null : await lastOf(tx, key);
  const heads = columns.map(({ zh }) => zh);
  const version = versionAfter(before?.version ?? null, before !== null && before.columns.join(',') !== heads.join(','));
  const lines = (text: string) => text.split('\n').slice(1, -1);
  const { added, removed } = lineDiff(before ? lines(before.content) : [], lines(content));
  await tx.run(sql`insert into dataset_release (dataset, version, no, division, cut_off, columns, content, hash, row_count, added, removed, released_at)
    values (${key}, ${version}, ${(before?.no ?? 0) + 1}, ${tx.city}, ${tx.today}, ${heads}, ${content}, ${hash}, ${found.length}, ${added}, ${removed}, ${tx.now})`);
  await emit(tx, {
    type: 'dataset.released',
    subject: { kind: 'dataset', id: key },
    division: tx.city,
    payload: { datasetId: key, version, cutOff: tx.today, hash },
    sensitivity: 'public',
  });
}

/** Once a day, each data set by itself: what has not changed is not released again. */
export const releaseDatasets = whenDue(anyChanged, async (context) => {
  for (const dataset of datasets.values())
    await context.write(systemActor('open-data', context.city), (tx) => release(tx, dataset));
});

/** Every data set of which something has been released. */
export async function catalogue(tx: Tx): Promise<DatasetView[]> {
  const releases = await tx.rows<Release>(sql`select ${told} from dataset_release order by dataset, no desc limit 2000`);
  return [...datasets.values()].flatMap(({ key, zh, says, source, columns }) => {
    const own = releases.filter(({ dataset }) => dataset === key);
    return own.length > 0 ? [{ key, zh, says, source, columns, releases: own }] : [];
  });
}

/** One version, the newest where none is named; null where there is none. */
export async function releaseOf(
  tx: Tx,
  key: string,
  version?: string,
): Promise<(Release & { zh: string; content: string }) | null> {
  const dataset = datasets.get(key);
  if (!dataset) return null;
  const row = await tx.maybe<Stored>(sql`select ${told}, no, columns, content from dataset_release
    where dataset = ${key} and ${version === undefined ? sql`true` : sql`version = ${version}`} order by no desc limit 1`);
  return row && { ...row, zh: dataset.zh };
}

/** The same rows as JSON: everything is text, as in the file. */
export const rowsOf = (content: string): Record<string, string>[] => readCsv(content).rows.map(({ values }) => values);
