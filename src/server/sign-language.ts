/**
 * 手语讲解: the place for a video in sign language on the guide page of an item. A city pack keeps one for each item that has one
 * (`sign-language/<item>.mp4` or `.webm`, with captions in `<item>.vtt`); nothing else may lie in that folder, as all of it is served.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { SignLanguage, SignVideo } from '../kernel/http/server.ts';

const FOLDER = 'sign-language';
/** A phone on a slow network begins to play while it loads; more than this nobody waits for. */
const MOST_BYTES = 60_000_000;
const kinds: Readonly<Record<string, string>> = { '.mp4': 'video/mp4', '.webm': 'video/webm' };
const CAPTIONS = '.vtt';

export const SIGN_LANGUAGE_URL = '/sign-language/';
const none: SignLanguage = { folder: null, videos: new Map() };

/** Reads the folder of a pack. `fault` is called with one line for the first file that cannot be used. */
export function readSignLanguage(pack: string, items: ReadonlySet<string>, fault: (line: string) => Error): SignLanguage {
  const folder = join(pack, FOLDER);
  if (!existsSync(folder)) return none;
  const files = readdirSync(folder).sort();
  const videos = new Map<string, SignVideo>();
  for (const file of files) {
    const { name, ext } = parse(file);
    if (!items.has(name)) throw fault(`${FOLDER}/${file}: ${name} 不在 service-items.csv 中 / unknown item`);
    const type = kinds[ext];
    if (!type && ext !== CAPTIONS) throw fault(`${FOLDER}/${file}: 只收 mp4、webm 和 vtt / only mp4, webm and vtt`);
    if (statSync(join(folder, file)).size > MOST_BYTES)
      throw fault(`${FOLDER}/${file}: 超过 ${MOST_BYTES / 1_000_000} MB，请压缩 / larger than ${MOST_BYTES / 1_000_000} MB`);
    if (!type) continue;
    if (videos.has(name)) throw fault(`${FOLDER}/${file}: ${name} 有两个视频 / two videos`);
    const captions = files.includes(`${name}${CAPTIONS}`) ? `${SIGN_LANGUAGE_URL}${name}${CAPTIONS}` : null;
    videos.set(name, { url: `${SIGN_LANGUAGE_URL}${file}`, type, captions });
  }
  for (const file of files)
    if (file.endsWith(CAPTIONS) && !videos.has(parse(file).name))
      throw fault(`${FOLDER}/${file}: 有字幕没有视频 / captions without a video`);
  return { folder, videos };
}
