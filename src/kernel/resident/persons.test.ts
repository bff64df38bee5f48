import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshContext } from '../../../tests/database.ts';
import { systemActor } from '../access/index.ts';
import { explain } from '../result/index.ts';
import { accepted, idNumber, officer, register } from './fixtures.ts';
import { type Contact, factsAsOf, getPerson, personFile, registerPerson, updateContact } from './server.ts';

const VILLAGE = '421222100201'; // 通城县
const ELSEWHERE = '421223100201'; // 崇阳县
const tongcheng = officer('421222000000', 'county-clerk');
const chongyang = officer('421223000000', 'county-clerk');
const everywhere = systemActor('test', '421200000000');

let db: Awaited<ReturnType<typeof freshContext>>;
beforeAll(async () => {
  db = await freshContext({ start: '2026-03-02' });
});
afterAll(async () => db.drop());

const newPerson = (name: string, division = VILLAGE) => db.context.write(everywhere, (tx) => register(tx, { name, division }));

test('登记张小华：号码加密，页面上只见前三后四，性别生日取自号码', async () => {
  const number = '421202195001010012';
  const id = accepted(
    await db.context.write(tongcheng, (tx) =>
      registerPerson(tx, { name: '张小华', idNumber: number, phone: '13812345678', division: VILLAGE }),
    ),
  );
  const person = accepted(await db.context.read(tongcheng, (tx) => getPerson(tx, id)));
  expect(person).toMatchObject({
    name: '张小华',
    idNumber: '421***********0012',
    phone: '138****5678',
    sex: 'male',
    birthDate: '1950-01-01',
    lifeState: 'alive',
    division: VILLAGE,
  });
  const stored = await db.owner.query('select person::text as row from person where id = $1', [id]);
  expect(stored.rows[0].row).not.toContain(number);
  expect(stored.rows[0].row).not.toContain('13812345678');
});
test('同一号码再登记：指出已有的档案；末位小写 x 也算同一号码', async () => {
  const number = '42122219640229006X';
  const id = accepted(
    await db.context.write(tongcheng, (tx) => registerPerson(tx, { name: '李四海', idNumber: number, division: VILLAGE })),
  );
  const again = await db.context.write(tongcheng, (tx) =>
    registerPerson(tx, { name: '李四海', idNumber: number.toLowerCase(), division: VILLAGE }),
  );
  expect(again).toMatchObject({ ok: false, code: 'PERSON_EXISTS', params: { personId: id } });
  if (!again.ok) expect(explain(again).message).toContain('已登记为李四海');
});
test('号码登记在别的县：只说已在其他地区登记，不说是谁、在哪里', async () => {
  const number = idNumber();
  await db.context.write(chongyang, (tx) => register(tx, { name: '王别处', idNumber: number, division: ELSEWHERE }));
  const refused = await db.context.write(tongcheng, (tx) =>
    registerPerson(tx, { name: '王别处', idNumber: number, division: VILLAGE }),
  );
  expect(refused).toEqual({ ok: false, code: 'PERSON_EXISTS_ELSEWHERE', params: {} });
});
test('两个经办人同时登记同一号码：只成一份，另一人被告知已登记', async () => {
  const number = idNumber();
  const results = await Promise.all(
    [1, 2].map(() =>
      db.context.write(tongcheng, (tx) => registerPerson(tx, { name: '赵同时', idNumber: number, division: VILLAGE })),
    ),
  );
  expect(results.map((r) => (r.ok ? 'ok' : r.code)).sort()).toEqual(['PERSON_EXISTS', 'ok']);
});
test('校验位不对、出生在将来、别县的村：都不登记', async () => {
  const attempt = (given: { idNumber: string; division: string }) =>
    db.context.write(tongcheng, async (tx) => {
      const result = await registerPerson(tx, { name: '某人', ...given });
      return result.ok ? 'ok' : result.code;
    });
  expect(await attempt({ idNumber: '421281194012310025', division: VILLAGE })).toBe('ID_NUMBER_INVALID');
  expect(await attempt({ idNumber: idNumber('2026-03-03'), division: VILLAGE })).toBe('BIRTH_IN_FUTURE');
  expect(await attempt({ idNumber: idNumber('2026-03-02'), division: VILLAGE })).toBe('ok');
  expect(await attempt({ idNumber: idNumber(), division: ELSEWHERE })).toBe('OUT_OF_AREA');
});
test('改电话和地址：遮盖显示，各有来源和起始日，原来的号码还查得到；没有变的不留痕', async () => {
  const id = await newPerson('钱改号');
  const change = (contact: Contact, source: string) =>
    db.context.write(tongcheng, (tx) => updateContact(tx, { personId: id, contact, source }));
  expect(await change({ phone: '13900001111', address: '3组12号' }, '登记')).toEqual({ ok: true, value: { version: 2 } });
  expect(await change({ phone: '13900001111' }, '又说一次')).toEqual({ ok: true, value: { version: 2 } });
  expect(await change({ phone: '13900002222' }, '救助申请表')).toEqual({ ok: true, value: { version: 3 } });
  const file = accepted(await db.context.write(tongcheng, (tx) => personFile(tx, id)));
  expect(file.person).toMatchObject({ phone: '139****2222', hasAddress: true });
  expect(file.contact).toEqual({
    phone: { source: '救助申请表', since: '2026-03-02' },
    address: { source: '登记', since: '2026-03-02' },
  });
  const [known] = await db.context.read(tongcheng, (tx) =>
    factsAsOf(tx, { kind: 'person', id }, { validOn: '2026-03-02', kinds: ['phone'] }),
  );
  expect(known!.value).toEqual({ text: '13900002222', former: '13900001111' });
  const stored = await db.owner.query(
    'select coalesce(value::text, sealed::text) as row from fact_version where subject_id = $1',
    [id],
  );
  expect(JSON.stringify(stored.rows)).not.toContain('1390000');
});
