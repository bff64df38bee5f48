import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { Rollback } from '../../database/connection.ts';
import { sql } from '../../database/sql.ts';
import { type Actor, publicActor, systemActor } from '../access/index.ts';
import { newId } from '../context/server.ts';
import { scopeRange } from '../division/index.ts';
import type { Result } from '../result/index.ts';
import {
  bindFiles,
  checkDocument,
  type DocumentKind,
  documentsOf,
  filesOfCase,
  type Issue,
  issueDocument,
  MAX_UPLOAD_BYTES,
  openDocument,
  openFile,
  openFileStore,
  receiveUpload,
  removeUnboundFiles,
  revokeDocument,
  storeUpload,
} from './server.ts';
import { sniff } from './uploads.ts';

const COUNTY = '421202000000';
/** 汀泗桥镇 */
const TOWN = '421202100000';
const OTHER_TOWN = '421202101000';
/** 赤岗村 */
const VILLAGE = '421202100238';
const staff = (id: string, division: string): Actor => ({
  ...publicActor,
  ...scopeRange(division),
  kind: 'staff',
  id,
  name: '周敏',
  role: 'township-clerk',
  division,
});
const resident = (personId: string): Actor => ({
  ...publicActor,
  kind: 'resident',
  role: 'resident',
  id: personId,
  name: '王秀英',
  personId,
  ownPersonId: personId,
});
const clerk = staff('clerk', TOWN);
const officer = staff('officer', COUNTY);
const neighbour = staff('neighbour', OTHER_TOWN);
const grandma = resident(newId());
const stranger = resident(newId());

const dir = mkdtempSync(path.join(tmpdir(), 'mz-files-'));
const store = openFileStore(dir);
const PUBLIC = 'https://minzheng.example';
let city: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  city = await freshContext({ start: '2026-03-10' });
});
afterAll(async () => {
  await city.drop();
  rmSync(dir, { recursive: true });
});

const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.from('身份证照片：421202195001010012')]);
const chunks = async function* (...parts: Uint8Array[]) {
  yield* parts;
};
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.code);
  return result.value;
};
const filesOnDisk = (): string[] =>
  readdirSync(dir, { recursive: true })
    .map((name) => path.join(dir, String(name)))
    .filter((name) => statSync(name).isFile());
const upload = async (actor: Actor, name = '身份证.png') =>
  storeUpload(city.context, actor, store, { ...value(await receiveUpload(chunks(PNG), name)), paper: 'identity-card' });

describe('上传', () => {
  test('按文件头认类型：照片和PDF可以，改了扩展名的程序、网页、压缩包不行', () => {
    expect(sniff(Buffer.from('\xff\xd8\xff\xe0', 'latin1'))).toBe('image/jpeg');
    expect(sniff(PNG)).toBe('image/png');
    expect(sniff(Buffer.from('RIFF\x10\x00\x00\x00WEBPVP8 ', 'latin1'))).toBe('image/webp');
    expect(sniff(Buffer.from('%PDF-1.7'))).toBe('application/pdf');
    for (const bad of ['MZ\x90', '<html>', '<svg xmlns', 'PK\x03\x04', 'RIFF\x10\x00\x00\x00WAVEfmt ', 'GIF89a', '', ' %PDF-'])
      expect(sniff(Buffer.from(bad, 'latin1'))).toBeNull();
  });
  test('正好20MB可以，多一个字节不行；不行的不留下任何东西', async () => {
    const fill = Buffer.alloc(MAX_UPLOAD_BYTES - PNG.length);
    expect((await receiveUpload(chunks(PNG, fill), '照片.png')).ok).toBe(true);
    expect(await receiveUpload(chunks(PNG, fill, Buffer.alloc(1)), '照片.png')).toMatchObject({
      ok: false,
      code: 'UPLOAD_UNFIT',
    });
    expect(await receiveUpload(chunks(Buffer.from('MZ')), '照片.png')).toMatchObject({ ok: false, code: 'UPLOAD_UNFIT' });
    expect(filesOnDisk()).toEqual([]);
  });
  test('传到一半断线：不留下任何东西', async () => {
    const broken = async function* () {
      yield PNG;
      throw new Error('aborted');
    };
    await expect(receiveUpload(broken(), 'a.png')).rejects.toThrow('aborted');
    expect(filesOnDisk()).toEqual([]);
  });
  test('文件名去掉路径和不可见字符，扩展名按真实类型', async () => {
    expect(value(await receiveUpload(chunks(PNG), '..\\..\\/etc/我的\u202e证件.exe')).name).toBe('我的证件.png');
    expect(value(await receiveUpload(chunks(PNG), '')).name).toBe('材料.png');
  });
  test('存盘的是密文，文件名在库里也是密文；上传人打开得到原样', async () => {
    const file = await upload(grandma, '王秀英身份证.png');
    for (const name of filesOnDisk()) expect(readFileSync(name).includes('421202195001010012')).toBe(false);
    const { rows } = await city.owner.query('select * from stored_file where id = $1', [file.id]);
    expect((rows[0].name as Buffer).includes('王秀英')).toBe(false);
    expect(path.join(dir, rows[0].file_hash.slice(0, 2), rows[0].file_hash.slice(2, 4), rows[0].file_hash)).toSatisfy(existsSync);
    expect(value(await openFile(city.context, grandma, store, file.id))).toMatchObject({
      bytes: PNG,
      name: '王秀英身份证.png',
      mediaType: 'image/png',
    });
  });
  test('没有写进登记的文件不留在盘上', async () => {
    const before = filesOnDisk().length;
    await expect(
      storeUpload(city.context, { ...grandma, personId: stranger.personId, lo: null, kind: 'staff' }, store, {
        bytes: PNG,
        mediaType: 'image/png',
        name: 'a.png',
        paper: 'x',
      }),
    ).rejects.toThrow(/row-level security/);
    expect(filesOnDisk().length).toBe(before);
  });
  test('提交前只有上传人看得到；归入办件后，本乡镇看得到，别的乡镇和别的居民看不到', async () => {
    const file = await upload(grandma);
    const sees = async (actor: Actor): Promise<boolean> => (await openFile(city.context, actor, store, file.id)).ok;
    expect([await sees(grandma), await sees(staff('city', '421200000000')), await sees(clerk)]).toEqual([true, false, false]);
    const caseId = newId();
    const target = { caseId, personId: grandma.personId!, division: VILLAGE };
    expect(
      await city.context.write(stranger, (tx) => bindFiles(tx, [file.id], { ...target, personId: stranger.personId! })),
    ).toMatchObject({ code: 'FILE_NOT_AVAILABLE' });
    value(await city.context.write(grandma, (tx) => bindFiles(tx, [file.id], target)));
    expect([
      await sees(grandma),
      await sees(clerk),
      await sees(officer),
      await sees(neighbour),
      await sees(stranger),
      await sees(publicActor),
    ]).toEqual([true, true, true, false, false, false]);
    expect(await sees({ ...officer, role: 'sys-admin' })).toBe(false);
    expect((await city.context.read(clerk, (tx) => filesOfCase(tx, caseId))).map((f) => f.paper)).toEqual(['identity-card']);
    expect(await city.context.write(grandma, (tx) => bindFiles(tx, [file.id], { ...target, caseId: newId() }))).toMatchObject({
      code: 'FILE_NOT_AVAILABLE',
    });
    expect(await city.context.write(grandma, (tx) => bindFiles(tx, [file.id, file.id], target))).toMatchObject({ ok: true });
  });
  test('数据库自己也拦：不经过程序直接查，别的乡镇、别的居民、没有身份的连接一行也看不到', async () => {
    for (const table of [sql`stored_file`, sql`issued_document`]) {
      const count = (actor: Actor) =>
        city.context.read(actor, (tx) =>
          tx.one<{ n: number }>(sql`select count(*)::int as n from ${table} where division = ${VILLAGE}`),
        );
      await issue();
      expect((await count(clerk)).n).toBeGreaterThan(0);
      expect((await count(grandma)).n).toBeGreaterThan(0);
      for (const actor of [neighbour, stranger, publicActor]) expect((await count(actor)).n).toBe(0);
    }
  });
  test('村干部代传的材料归入办件后，本人也看得到', async () => {
    const worker = staff('worker', VILLAGE);
    const file = await upload(worker);
    expect((await openFile(city.context, grandma, store, file.id)).ok).toBe(false);
    value(
      await city.context.write(worker, (tx) =>
        bindFiles(tx, [file.id], { caseId: newId(), personId: grandma.personId!, division: VILLAGE }),
      ),
    );
    expect((await openFile(city.context, grandma, store, file.id)).ok).toBe(true);
  });
  test('谁打开过材料，本人的记录里有', async () => {
    const { rows } = await city.owner.query(`select actor_id from audit_log where action = 'file.opened' and person_id = $1`, [
      grandma.personId,
    ]);
    expect(rows.map((r) => r.actor_id)).toContain('clerk');
  });
  test('盘上的文件被换过：拒绝打开', async () => {
    const file = await upload(grandma);
    const { rows } = await city.owner.query('select file_hash from stored_file where id = $1', [file.id]);
    const hash: string = rows[0].file_hash;
    const place = path.join(dir, hash.slice(0, 2), hash.slice(2, 4), hash);
    const bytes = readFileSync(place);
    bytes[40]! ^= 1;
    writeFileSync(place, bytes);
    await expect(openFile(city.context, grandma, store, file.id)).rejects.toThrow('changed on disk');
  });
  test('七天没有提交的材料清理掉；第七天还在，已归入办件的一直在', async () => {
    const file = await upload(grandma);
    const kept = await upload(grandma);
    value(
      await city.context.write(grandma, (tx) =>
        bindFiles(tx, [kept.id], { caseId: newId(), personId: grandma.personId!, division: VILLAGE }),
      ),
    );
    const keeper = systemActor('unbound-files', city.context.city);
    city.clock.set('2026-03-17');
    expect(await removeUnboundFiles(city.context, keeper, store)).toBe(0);
    city.clock.set('2026-03-17T04:00:01.000Z');
    const before = filesOnDisk().length;
    const removed = await removeUnboundFiles(city.context, keeper, store);
    expect(removed).toBeGreaterThan(0);
    expect(filesOnDisk().length).toBe(before - removed);
    expect((await openFile(city.context, grandma, store, file.id)).ok).toBe(false);
    expect((await openFile(city.context, grandma, store, kept.id)).ok).toBe(true);
  });
});

const confirmation: DocumentKind = { code: 'dibao-confirmation', word: '低保确', title: '最低生活保障确认通知书' };
const paper = (more: Partial<Issue> = {}): Issue => ({
  kind: confirmation,
  issuer: { division: COUNTY, name: '咸宁市咸安区民政局' },
  letter: { addressee: '王秀英', blocks: [{ kind: 'paragraph', text: '每月保障金额¥1,740.00。' }] },
  signer: '张强',
  caseId: null,
  personId: grandma.personId,
  division: VILLAGE,
  ...more,
});
const issue = async (more: Partial<Issue> = {}, actor = officer) =>
  value(await city.context.write(actor, (tx) => issueDocument(tx, paper(more))));
const codeOf = async (id: string): Promise<string> =>
  (await city.owner.query('select check_code from issued_document where id = $1', [id])).rows[0].check_code;

describe('文书', () => {
  test('同一单位、年度、文种连续编号：十份同时制发、其中三份退回，编号仍不跳不重', async () => {
    const kind = { ...confirmation, code: 'concurrent' };
    const numbers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        city.context.write(officer, async (tx) => {
          const issued = value(await issueDocument(tx, paper({ kind })));
          if (i % 3 === 2) throw new Rollback(null);
          return issued.number;
        }),
      ),
    );
    const kept = numbers.filter((n) => n !== null);
    expect(kept.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))).toEqual(
      [1, 2, 3, 4, 5, 6, 7].map((n) => `咸安民低保确字〔2026〕${n}号`),
    );
  });
  test('乡镇自己编号，新的一年从1号起', async () => {
    const kind = { ...confirmation, code: 'yearly', word: '低保受' };
    const issuer = { division: TOWN, name: '乡镇人民政府' };
    expect((await issue({ kind, issuer }, clerk)).number).toBe(`咸安汀泗桥民低保受字〔2026〕1号`);
    expect((await issue({ kind, issuer }, clerk)).number).toBe(`咸安汀泗桥民低保受字〔2026〕2号`);
    const now = city.clock.now();
    city.clock.set('2027-01-04');
    expect((await issue({ kind, issuer }, clerk)).number).toBe(`咸安汀泗桥民低保受字〔2027〕1号`);
    city.clock.set(now);
  });
  test('名字里有字库没有的字：不制发，也不占编号', async () => {
    const kind = { ...confirmation, code: 'glyph' };
    const refused = await city.context.write(officer, (tx) =>
      issueDocument(tx, paper({ kind, letter: { addressee: '𠮷田', blocks: [] } })),
    );
    expect(refused).toMatchObject({ code: 'GLYPH_MISSING', params: { characters: '𠮷' } });
    expect((await issue({ kind })).number).toContain('〕1号');
  });
  test('核验页只说文号、名称、日期、是否有效，不透露是谁的', async () => {
    const issued = await issue();
    const code = await codeOf(issued.id);
    const shown = await checkDocument(city.context, code);
    expect(shown).toEqual({
      number: issued.number,
      title: '最低生活保障确认通知书',
      issuedOn: '2026-03-17',
      revokedOn: null,
      replacedBy: null,
    });
    expect(await checkDocument(city.context, ` ${code.toUpperCase().match(/.{4}/g)!.join('-')} `)).toEqual(shown);
    expect(await checkDocument(city.context, `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`)).toBeNull();
    expect(await checkDocument(city.context, '%')).toBeNull();
    expect(await city.context.read(publicActor, (tx) => tx.rows(sql`select id from issued_document`))).toEqual([]);
  });
  test('撤销后核验页显示已撤销，不能再撤一次', async () => {
    const issued = await issue();
    value(await city.context.write(officer, (tx) => revokeDocument(tx, issued.id, '原决定已纠正')));
    expect(await checkDocument(city.context, await codeOf(issued.id))).toMatchObject({ revokedOn: '2026-03-17' });
    expect(await city.context.write(officer, (tx) => revokeDocument(tx, issued.id, '再撤'))).toMatchObject({
      code: 'ALREADY_REVOKED',
    });
  });
  test('本人和本地区看得到，别的乡镇看不到；两人同时第一次打开，拿到的是同一份', async () => {
    const issued = await issue();
    const open = (actor: Actor) => openDocument(city.context, actor, { store, publicUrl: PUBLIC }, issued.id);
    const before = filesOnDisk().length;
    const [mine, theirs] = await Promise.all([open(grandma), open(clerk)]);
    expect(value(mine).bytes.equals(value(theirs).bytes)).toBe(true);
    expect(value(mine).bytes.subarray(0, 5).toString()).toBe('%PDF-');
    expect(filesOnDisk().length).toBe(before + 1);
    for (const actor of [neighbour, stranger, publicActor]) expect(await open(actor)).toMatchObject({ code: 'NOT_FOUND' });
    expect(
      (await city.context.read(grandma, (tx) => documentsOf(tx, { personId: grandma.personId! }))).map((d) => d.number),
    ).toContain(issued.number);
    expect(await city.context.read(neighbour, (tx) => documentsOf(tx, { personId: grandma.personId! }))).toEqual([]);
  });
  test('只给几个岗位看的：同一地区的别的岗位打不开，清单里也没有；打开的，说到的人各自看得到', async () => {
    const wife = newId();
    const caseId = newId();
    const { id } = await issue({
      caseId,
      internal: true,
      readers: ['township-clerk', 'verification-officer'],
      about: [grandma.personId!, wife],
    });
    const village: Actor = { ...staff('village', VILLAGE), role: 'village-worker' };
    const leader: Actor = { ...staff('leader', TOWN), role: 'township-leader' };
    const place = { store, publicUrl: PUBLIC };
    for (const actor of [village, leader, grandma]) {
      expect((await openDocument(city.context, actor, place, id)).ok).toBe(false);
      expect(await city.context.read(actor, (tx) => documentsOf(tx, { caseId }))).toEqual([]);
    }
    for (const actor of [clerk, { ...staff('checker', COUNTY), role: 'county-clerk', duty: 'verification-officer' } as Actor])
      expect((await openDocument(city.context, actor, place, id)).ok).toBe(true);
    const { rows } = await city.owner.query(
      `select person_ids from audit_log where action = 'document.opened' and subject_id = $1`,
      [id],
    );
    expect(rows.map((row) => row.person_ids)).toEqual([
      [grandma.personId, wife],
      [grandma.personId, wife],
    ]);
  });
  test('打印件丢失后按原内容重印，一个字节不差；内容被改过则拒绝', async () => {
    const issued = await issue();
    const open = (publicUrl = PUBLIC) => openDocument(city.context, officer, { store, publicUrl }, issued.id);
    const first = value(await open()).bytes;
    const row = (await city.owner.query('select file_hash, content from issued_document where id = $1', [issued.id])).rows[0];
    await store.remove(row.file_hash);
    expect(value(await open('https://moved.example')).bytes.equals(first)).toBe(true);
    const again = (await city.owner.query('select file_hash from issued_document where id = $1', [issued.id])).rows[0];
    await store.remove(again.file_hash);
    const forged = city.context.keys.sealJson(
      { addressee: '王秀英', blocks: [{ kind: 'paragraph', text: '每月保障金额¥9,740.00。' }], issuerName: '咸宁市咸安区民政局' },
      `issued_document.content:${issued.id}`,
    );
    await city.owner.query('update issued_document set content = $2 where id = $1', [issued.id, forged]);
    await expect(open()).rejects.toThrow('prints differently');
  });
  test('业务账号改不了已发文书的内容、文号和摘要，也删不掉、动不了编号', async () => {
    const issued = await issue();
    value(await openDocument(city.context, officer, { store, publicUrl: PUBLIC }, issued.id));
    const attempts = [
      sql`update issued_document set content = ''::bytea where id = ${issued.id}`,
      sql`update issued_document set number = '假' where id = ${issued.id}`,
      sql`delete from issued_document where id = ${issued.id}`,
      sql`update document_number set last = 0 where year = ${2026}`,
    ];
    for (const attempt of attempts)
      await expect(city.context.write(officer, (tx) => tx.run(attempt))).rejects.toThrow('permission denied');
    await expect(
      city.context.write(officer, (tx) => tx.run(sql`update issued_document set pdf_hash = 'x' where id = ${issued.id}`)),
    ).rejects.toThrow('cannot be altered');
  });
});
