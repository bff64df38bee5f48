import { describe, expect, test } from 'vitest';
import { html } from './html.ts';
import {
  checkPage,
  findSituation,
  type GuideView,
  guidePage,
  homePage,
  type NoticeView,
  noticePage,
  READ_ALOUD,
  type Shell,
  servicesOf,
  situationPage,
  standardsPage,
} from './index.ts';
import { parameterText } from './standards.ts';

const shell: Shell = {
  city: { code: '421200000000', name: '咸宁市', telephone: '12345' },
  display: { size: 'normal', contrast: 'normal' },
  here: '/',
  visitor: null,
  demo: false,
  today: '2026-11-23',
};
const notice: NoticeView = {
  ...shell,
  notice: {
    id: 'n1',
    kind: 'proposed',
    divisionName: '汀泗桥社区',
    applicantMasked: '王*英',
    memberCount: 3,
    once: false,
    amountFen: 174000,
    postedOn: '2026-11-20',
    endsOn: '2026-11-27',
    text: '现予公示。',
    place: '村务公开栏',
    telephone: '0715-0000012',
  },
  open: true,
  requestId: 'abcdefgh12',
};

const guide: GuideView = {
  ...shell,
  item: {
    itemId: 'EL-02',
    version: 1,
    name: '高龄津贴',
    template: 'guide',
    domain: 'elderly-care',
    audience: '80岁以上老人',
    acceptLevel: '乡',
    decideLevel: '县',
    timeLimit: '20工作日',
    publicNotice: '',
    basis: '部门规定',
    guide: null,
    situations: [],
    keywords: [],
    extraFields: [],
    workdays: null,
  },
  online: false,
  forOthers: true,
  signVideo: null,
  asksNeeds: false,
  township: null,
  townships: [],
  precheck: false,
  blankForms: [],
  office: { name: '汀泗桥镇社会事务办公室', address: '便民服务中心', telephone: '0715-0000012' },
};

describe('页面里的话都是话，不是代码', () => {
  test('填进来的尖括号、引号原样显示', () =>
    expect(String(html`<a title="${'"><script>'}">${"<b>'&"}</a>`)).toBe(
      '<a title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&#39;&amp;</a>',
    ));
  test('没有的、不成立的什么也不写，零要写', () =>
    expect(String(html`${null}${undefined}${false}${0}${[html`<i>a</i>`, 'b']}`)).toBe('0<i>a</i>b'));
  test('查验码里夹带脚本也只是字', () =>
    expect(checkPage({ ...shell, code: '<script>alert(1)</script>', document: null })).not.toContain('<script'));
  test('整页没有一行脚本', () => {
    for (const page of [homePage({ ...shell, notices: [] }), noticePage(notice)])
      expect(page).not.toMatch(/<script|\son\w+=|javascript:/i);
  });
  test('办事指南和决定可以朗读：只有那一个自己的脚本，没有它页面照样是全的', () => {
    const scripts = (text: string) => text.match(/<script[^>]*>/g);
    expect(scripts(guidePage(guide))).toEqual([`<script src="${READ_ALOUD}" defer>`]);
    expect(guidePage(guide)).not.toContain('朗读这一页');
  });
});

test('大字、高对比写在页面上，点了还回到原来那一页', () => {
  const page = homePage({
    ...shell,
    display: { size: 'large', contrast: 'high' },
    here: '/notices?division=421202000000&cursor=a',
    notices: [],
  });
  expect(page).toContain('data-size="large" data-contrast="high"');
  expect(page).toContain('/display?size=normal&amp;back=%2Fnotices%3Fdivision%3D421202000000%26cursor%3Da');
});

test('公示期内有异议表，期满没有，收到以后说收到', () => {
  expect(noticePage(notice)).toContain('action="/notices/n1/objections#objection"');
  expect(noticePage({ ...notice, open: false })).not.toContain('<form');
  expect(noticePage({ ...notice, received: true })).toContain('已经收到您的意见');
});

test('异议填错了：写过的字还在，错在哪里写在旁边', () => {
  const page = noticePage({
    ...notice,
    objection: {
      text: '他家有房',
      name: '',
      phone: '138',
      message: '有1处填写有误。',
      problems: { phone: '手机号码应为11位数字' },
    },
  });
  expect(page).toContain('>他家有房</textarea>');
  expect(page).toMatch(/id="phone" name="phone" required aria-describedby="phone-help phone-wrong" aria-invalid="true"/);
});

test('不能网上办的事，给出办公室和电话，没有申请按钮', () => {
  const page = guidePage(guide);
  expect(page).toContain('汀泗桥镇社会事务办公室');
  expect(page).toContain('href="tel:07150000012"');
  expect(page).toContain('20个工作日');
  expect(page).not.toContain('/app/apply/EL-02');
});

test('有手语讲解的放在最前面，带字幕，不点不下载；没有的页面上什么也没有', () => {
  expect(guidePage(guide)).not.toContain('<video');
  const video = { url: '/sign-language/EL-02.mp4', type: 'video/mp4', captions: '/sign-language/EL-02.vtt' };
  const page = guidePage({ ...guide, signVideo: video });
  expect(page).toContain('<summary>看手语讲解</summary><video controls playsinline preload="none">');
  expect(page).toContain('<source src="/sign-language/EL-02.mp4" type="video/mp4">');
  expect(page).toContain('src="/sign-language/EL-02.vtt"');
  expect(guidePage({ ...guide, signVideo: { ...video, captions: null } })).not.toContain('<track');
});

test('申请表问得到沟通需要的，指南上说一声', () => {
  expect(guidePage({ ...guide, asksNeeds: true })).toContain('申请时勾“沟通需要”');
  expect(guidePage(guide)).not.toContain('沟通需要');
});

test('按遇到的事找：写明了的在前，同类的在后，不相干的不出现', () => {
  const items = [
    { name: '边缘家庭', situations: [], keywords: [], domain: 'social-assistance' },
    { name: '低保', situations: ['生活困难'], keywords: [], domain: 'social-assistance' },
    { name: '结婚', situations: [], keywords: [], domain: 'marriage' },
  ];
  expect(servicesOf(findSituation('hardship')!, items).map((i) => i.name)).toEqual(['低保', '边缘家庭']);
  expect(situationPage({ ...shell, key: '没有这件事', services: [] })).toBeNull();
});

test.each([
  ['69000', 'fen/month', '每月690.00元'],
  ['0.035', 'ratio', '3.5%'],
  ['30', 'workdays', '30个工作日'],
])('标准 %s %s 写作“%s”', (value, unit, text) => expect(parameterText({ value, unit })).toBe(text));

test('各县不同的标准分县列出，都一样的只说一遍，假定的写明待确认', () => {
  const row = (id: string, key: string, division: string, value: string, nature: 'national' | 'assumption') => ({
    id,
    key,
    division,
    value,
    unit: 'fen/month',
    validFrom: '2026-01-01' as const,
    validTo: null,
    knownSince: '2026-01-01',
    source: '某文',
    nature,
    note: '',
  });
  const [city, own, cap] = [
    row('a', 'R', '421200000000', '66000', 'assumption'),
    row('b', 'R', '421221000000', '69000', 'national'),
    row('c', 'CAP', '421200000000', '163', 'national'),
  ];
  const page = standardsPage({
    ...shell,
    counties: [
      { place: { code: '421202000000', name: '咸安区' }, rows: [city, cap] },
      { place: { code: '421221000000', name: '嘉鱼县' }, rows: [city, own, cap] },
    ],
    names: { R: '农村低保标准', CAP: '不计入的养老金' },
    announcements: [
      {
        id: 'x',
        number: '咸安民标告字〔2026〕1号',
        about: '农村低保提标',
        documentNo: '咸安民发〔2026〕3号',
        place: '咸安区',
        issuedOn: '2026-04-01',
      },
    ],
  });
  expect(page.match(/农村低保标准/g)).toHaveLength(2);
  expect(page).toContain('<a href="/standards/announcements/x"><b>农村低保提标</b>');
  expect(page).toContain('每月660.00元');
  expect(page).toContain('每月690.00元');
  expect(page.match(/不计入的养老金/g)).toHaveLength(1);
  expect(page.match(/假定值，待确认/g)).toHaveLength(1);
});
