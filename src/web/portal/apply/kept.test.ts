/** What stays on a shared phone: nothing protected, and nothing at all after 退出. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { FormField } from '../../../kernel/schema/index.ts';
import { type FormValues, withoutProtected, withProtectedFrom } from '../../form/core.ts';

const text = (name: string, more: Partial<FormField> = {}): FormField => ({
  name,
  type: 'text',
  label: name,
  required: false,
  ...more,
});
const fields: readonly FormField[] = [
  text('applicant', { type: 'object', fields: [text('name'), text('idNumber', { protect: true })] }),
  text('members', {
    type: 'list',
    fields: [text('name'), text('idNumber', { protect: true }), text('seriousIllness', { protect: true })],
  }),
  text('account', { type: 'object', fields: [text('bank'), text('number', { protect: true })] }),
  text('story'),
];
const content = {
  form: {
    applicant: { name: '刘志明', idNumber: '421202198001010017' },
    members: [
      { name: '周桂枝', idNumber: '421202198203030025', seriousIllness: true },
      { name: '刘晓', idNumber: '421202201202290037', seriousIllness: false },
    ],
    account: { bank: '农商行', number: '6217000000123456' },
    story: '房子漏雨',
  },
  step: 2,
  other: false,
};

const open = (form: FormValues) => withoutProtected(fields, form);

let stored: Record<string, string>;
let kept: typeof import('./kept.ts');
beforeEach(async () => {
  stored = {};
  vi.stubGlobal(
    'localStorage',
    new Proxy(stored, {
      get: (at, name: string) =>
        ({
          getItem: (key: string) => at[key] ?? null,
          setItem: (key: string, value: string) => void Object.assign(at, { [key]: value }),
          removeItem: (key: string) => void delete at[key],
        })[name],
    }),
  );
  vi.resetModules();
  kept = await import('./kept.ts');
});

test('没有网络时存在手机里的，不含身份证号、病情、账号；别的都在', () => {
  expect(kept.keepLocal('li', 'SA-01', open, content)).toBe(true);
  const text = JSON.stringify(stored);
  for (const secret of ['421202198001010017', '421202198203030025', '6217000000123456', 'seriousIllness'])
    expect(text).not.toContain(secret);
  expect(kept.localDraft('li', 'SA-01')?.form).toMatchObject({
    story: '房子漏雨',
    members: [{ name: '周桂枝' }, { name: '刘晓' }],
  });
});

test('再打开：手机里的新，号码用网上存的补回；换了位置的家人不会拿到别人的号码', () => {
  const [mother, son] = content.form.members;
  const local = {
    ...content,
    form: { applicant: { name: '刘志明' }, members: [{ name: '周桂枝' }, { name: '刘小' }], story: '又写了一句' },
  };
  expect(withProtectedFrom(fields, local.form, content.form)).toEqual({
    applicant: content.form.applicant,
    members: [mother, { name: '刘小' }],
    account: { number: '6217000000123456' },
    story: '又写了一句',
  });
  const turned = { ...content, form: { members: [{ name: '刘晓' }, { name: '周桂枝' }] } };
  expect(JSON.stringify(withProtectedFrom(fields, turned.form, content.form).members)).not.toContain(son!.idNumber);
});

test('退出：先存到网上，再把手机里的全清掉；此后离开页面时的保存也写不进去', async () => {
  const save = vi.fn(async () => {});
  kept.lendSave(save);
  kept.keepLocal('li', 'SA-01', open, content);
  kept.keepLocal('wang', 'SA-07', open, content);
  kept.hold('li', 'SA-01', content);
  await kept.leaveNothing();
  expect(save).toHaveBeenCalledOnce();
  expect(kept.keepLocal('li', 'SA-01', open, content)).toBe(false);
  expect(kept.takeHeld('li', 'SA-01')).toBeNull();
  expect(stored).toEqual({});
});

test('登录过期：同一个人再登录，填的都在；换了人就没有', () => {
  kept.hold('li', 'SA-01', content);
  expect(kept.takeHeld('wang', 'SA-01')).toBeNull();
  expect(kept.takeHeld('li', 'SA-01')).toBeNull();
  kept.hold('li', 'SA-01', content);
  expect(kept.takeHeld('li', 'SA-01')).toEqual(content);
});
