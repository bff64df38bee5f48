/** 宣传稿件 (三审): the writer, the section, the leader, three persons; a text with somebody's numbers or a child's name does not pass any of them. */
import { z } from 'zod';
import { refuseNumbers } from '../../../kernel/consultation/server.ts';
import type { Tx } from '../../../kernel/context/server.ts';
import { maskName } from '../../../kernel/protect/index.ts';
import {
  clerks,
  day,
  defineRegister,
  type Entry,
  leaders,
  office,
  optional,
  outside,
  step,
  text,
} from '../../../kernel/register/server.ts';
import { fail, ok, type Result } from '../../../kernel/result/index.ts';
import { choice } from '../../../kernel/schema/index.ts';
import { namedChildren } from './children.ts';
import './errors.ts';

const channels = {
  site: '门户网站',
  wechat: '微信公众号',
  video: '短视频',
  media: '报刊电视',
  notice: '公示栏、宣传单',
} as const;
const kinds = { policy: '政策解读', news: '工作动态', model: '先进典型', law: '普法', service: '办事指南' } as const;

const body = {
  title: text('标题', { min: 4, max: 60 }),
  kind: choice(kinds).meta({ label: '类别', choices: kinds }),
  channel: choice(channels).meta({ label: '发在哪里', choices: channels }),
  body: text('正文', { min: 20, max: 10_000 }),
  namesakes: optional('同名说明', '正文里的人和某个孩子同名的，写明是谁；没有的空着', 300),
};
const Body = z.strictObject(body);

const PASS = z.strictObject({ opinion: text('审稿意见', { min: 2, max: 500 }) });
const BACK = z.strictObject({ opinion: text('哪里要改', { min: 4, max: 500 }) });

/** 自动检查: numbers stop it at once; a name that a child has, until somebody says whose it is. */
export async function checkText(
  tx: Tx,
  given: { readonly title: string; readonly body: string; readonly namesakes: string },
): Promise<Result<null>> {
  const clean = refuseNumbers(given.title, given.body);
  if (!clean.ok) return clean;
  const children = await namedChildren(tx, `${given.title}\n${given.body}`);
  if (children.length === 0 || given.namesakes.length >= 4) return ok(null);
  const names = children.map(({ name, why }) => (why === 'age' ? `“${name}”旁边写了年龄` : maskName(name))).join('、');
  return fail('TEXT_NAMES_CHILD', { names });
}

const written = ({ content }: Entry) => content as unknown as z.infer<typeof Body>;
const checked = async (tx: Tx, entry: Entry) => {
  const clean = await checkText(tx, written(entry));
  return clean.ok ? ok({}) : clean;
};

defineRegister({
  key: 'article',
  zh: '宣传稿件',
  shelf: '/registers',
  lead: '撰稿人自审，科室复审，负责人终审，三人各不相同。身份证号码、手机号码、银行卡号、孩子的姓名查出来就不能发。',
  enters: '写稿',
  by: office,
  form: Body,
  titleOf: ({ title }) => String(title),
  start: 'draft',
  states: {
    draft: { zh: '撰稿', tone: 'plain' },
    section: { zh: '待科室复审', tone: 'now' },
    final: { zh: '待终审', tone: 'now' },
    approved: { zh: '待发布', tone: 'warn' },
    published: { zh: '已发布', tone: 'good', final: true },
    dropped: { zh: '不用', tone: 'plain', final: true },
  },
  steps: {
    submit: step({
      zh: '自审送审',
      causes: '自己看过一遍，送科室复审。',
      by: office,
      from: ['draft'],
      to: 'section',
      input: z.strictObject({ opinion: text('自审意见', { min: 2, max: 500 }) }),
      run: checked,
    }),
    sectionPass: step({
      zh: '复审通过',
      causes: '送负责人终审。',
      by: office,
      from: ['section'],
      to: 'final',
      apart: ['enter', 'revise', 'submit'],
      input: PASS,
      run: checked,
    }),
    finalPass: step({
      zh: '终审通过',
      causes: '可以发布。',
      by: leaders,
      from: ['final'],
      to: 'approved',
      apart: ['enter', 'revise', 'submit', 'sectionPass'],
      input: PASS,
      run: checked,
    }),
    publish: step({
      zh: '登记发布',
      causes: '记下发在哪里，以后查得到。',
      by: clerks,
      from: ['approved'],
      to: 'published',
      input: z.strictObject({ publishedOn: day('发布日期'), link: text('网址或者版面', { min: 4, max: 200 }) }),
      async run(tx, _entry, given) {
        return outside(tx, 'publishedOn', given.publishedOn) ?? ok({ content: given });
      },
    }),
    revise: step({
      zh: '改稿',
      causes: '换成下面这样，三审从头来。',
      by: office,
      from: ['draft'],
      to: 'draft',
      input: Body,
      run: async (_tx, _entry, given) => ok({ content: given }),
    }),
    sendBack: step({
      zh: '退改',
      causes: '退给撰稿人，改好再从自审开始。',
      by: office,
      from: ['section', 'final'],
      to: 'draft',
      apart: ['submit'],
      input: BACK,
    }),
    drop: step({
      zh: '不用',
      causes: '这篇稿件到此为止。',
      by: office,
      from: ['draft', 'section', 'final', 'approved'],
      to: 'dropped',
      danger: true,
      input: BACK,
    }),
  },
});
