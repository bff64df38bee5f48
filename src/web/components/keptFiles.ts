/**
 * Photographs and signatures taken where there is no network: they stay on this device, each under the id that stands in the form, until
 * the form is sent; then they go first. Kept beside the local draft (`draft`), wiped with it.
 */
import { ApiError, apiErrorOf, newRequestId, upload } from '../shared/api.ts';

const DATABASE = 'minzheng';
const STORE = 'kept-file';
const BY_DRAFT = 'draft';

interface KeptFile {
  id: string;
  draft: string;
  name: string;
  paper: string;
  content: Blob;
}

const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function store(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: 'id' }).createIndex(BY_DRAFT, BY_DRAFT);
  const database = await answer(opening);
  const transaction = database.transaction(STORE, mode);
  transaction.oncomplete = () => database.close();
  return transaction.objectStore(STORE);
}

/** What is shown of them meanwhile. */
const pictures = new Map<string, string>();
export const pictureOf = (id: string): string | undefined => pictures.get(id);
export const isKept = (id: string): boolean => pictures.has(id);

function show({ id, content }: Pick<KeptFile, 'id' | 'content'>): void {
  if (!pictures.has(id)) pictures.set(id, URL.createObjectURL(content));
}
function hide(id: string): void {
  const url = pictures.get(id);
  if (url) URL.revokeObjectURL(url);
  pictures.delete(id);
}

/** As a file's id looks: the form takes it for one. */
const newFileId = (): string => newRequestId().replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, '$1-$2-7$3-8$4-$5');

const tooFull = () =>
  new ApiError({ code: 'DEVICE_FULL', status: 0, message: '没有网络，这台设备上也存不下了。', next: '请到有网络的地方再拍。' });

/** Sends a file, or keeps it where the line is broken. */
export async function sendOrKeep(
  draft: string,
  file: { content: Blob; name: string; paper: string },
  onProgress: (share: number) => void,
): Promise<{ id: string; name: string; type: string }> {
  try {
    return await upload(file.content, file.name, file.paper, onProgress);
  } catch (error) {
    if (apiErrorOf(error).code !== 'OFFLINE') throw error;
  }
  const kept: KeptFile = { id: newFileId(), draft, ...file };
  try {
    await answer((await store('readwrite')).add(kept));
  } catch {
    throw tooFull();
  }
  show(kept);
  return { id: kept.id, name: kept.name, type: kept.content.type };
}

/** The files of a draft; none where the device keeps nothing. */
async function keptOf(draft: string): Promise<KeptFile[]> {
  try {
    return (await answer((await store('readonly')).index(BY_DRAFT).getAll(draft))) as KeptFile[];
  } catch {
    return [];
  }
}

/** Makes the pictures of a draft visible again after the page was closed. */
export async function showKept(draft: string): Promise<number> {
  const files = await keptOf(draft);
  for (const file of files) show(file);
  return files.length;
}

async function drop(ids: readonly string[]): Promise<void> {
  const files = await store('readwrite');
  await Promise.all(ids.map((id) => answer(files.delete(id))));
  for (const id of ids) hide(id);
}

export const dropKept = async (draft: string): Promise<void> => {
  const files = await keptOf(draft);
  if (files.length > 0) await drop(files.map((file) => file.id));
};

export function wipeKept(): void {
  for (const id of pictures.keys()) hide(id);
  indexedDB.deleteDatabase(DATABASE);
}

/** The same values with other file ids. Pure. */
export function withIds(value: unknown, ids: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return ids.get(value) ?? value;
  if (Array.isArray(value)) return value.map((one) => withIds(one, ids));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withIds(one, ids)]));
  return value;
}

/** File ids that stand in the values. Pure. */
export function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(idsIn) : [];
}

/**
 * Sends the kept files that stand in the values and gives the values with the ids they have got. `arrived` hears of each at once: what has
 * arrived is not sent again when the line breaks at the next one.
 */
export async function sendKept<V>(draft: string, values: V, arrived: (values: V) => void): Promise<V> {
  const wanted = new Set(idsIn(values));
  let now = values;
  for (const file of (await keptOf(draft)).filter(({ id }) => wanted.has(id))) {
    const { id } = await upload(file.content, file.name, file.paper, () => undefined);
    now = withIds(now, new Map([[file.id, id]])) as V;
    arrived(now);
    await drop([file.id]);
  }
  return now;
}
