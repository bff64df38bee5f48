/** 批量登记: the columns of a list of residents, and what officers write in them. Pure. */
import type { Column } from '../sheet/index.ts';
import { type HouseholdRelation, householdRelations, type IdKind, idKinds, sexes, urbanRurals } from './index.ts';

/** As household books and village lists say it (GB/T 4761 and what people write), by what it is to the head. */
const spellings: Readonly<Record<Exclude<HouseholdRelation, 'other'>, string>> = {
  head: '本人 户主本人',
  spouse: '夫 妻 丈夫 妻子 老婆 爱人',
  child:
    '子 女 儿子 女儿 独生子 独生女 长子 次子 二子 三子 四子 五子 长女 次女 二女 三女 四女 五女 养子 养女 继子 继女 养子或继子 养女或继女',
  parent: '父 母 父亲 母亲 继父 继母 养父 养母',
  'parent-in-law': '公公 婆婆 公婆 岳父 岳母 岳父母',
  grandparent: '祖父 祖母 爷爷 奶奶 外祖父 外祖母 外公 外婆 曾祖父 曾祖母 祖父母 外祖父母',
  grandchild: '孙 孙子 孙女 外孙 外孙子 外孙女 曾孙 曾孙子 曾孙女 孙子女 外孙子女',
  'child-spouse': '儿媳 媳妇 儿媳妇 女婿',
  sibling: '兄 弟 姐 妹 哥哥 弟弟 姐姐 妹妹 兄弟 姐妹',
};
const OTHERS = '其他 侄 侄子 侄女 侄儿 外甥 外甥女 叔父 叔叔 伯父 姑母 姑姑 姨母 舅父 舅舅 婶母 嫂子 弟媳 姐夫 妹夫 孙媳 孙女婿';

const spelt = (code: HouseholdRelation, words: string) => words.split(' ').map((word) => [word, code] as const);
const relationWords = Object.fromEntries([
  ...spelt('other', OTHERS),
  ...Object.entries(spellings).flatMap(([code, words]) => spelt(code as HouseholdRelation, words)),
]);

const idKindWords: Readonly<Record<string, IdKind>> = {
  身份证: 'resident-id',
  二代身份证: 'resident-id',
  户口簿: 'resident-id',
  港澳居民来往内地通行证: 'travel-permit',
  通行证: 'travel-permit',
  无证: 'temporary',
};

export const listColumns: readonly Column[] = [
  {
    key: 'household',
    title: '户号',
    kind: 'code',
    help: '同一户填同一个号，户口簿上的户号或者1、2、3都行；只登记人、不登记家庭的不填',
  },
  {
    key: 'relation',
    title: '与户主关系',
    kind: 'choice',
    choices: householdRelations,
    also: relationWords,
    help: '填了户号的都要填，户主写“户主”',
  },
  { key: 'name', title: '姓名', kind: 'text', required: true, max: 50 },
  { key: 'idKind', title: '证件类型', kind: 'choice', choices: idKinds, also: idKindWords, help: '居民身份证不用填' },
  { key: 'idNumber', title: '证件号码', kind: 'code', required: true },
  { key: 'sex', title: '性别', kind: 'choice', choices: sexes, help: '居民身份证的不用填' },
  { key: 'birthDate', title: '出生日期', kind: 'date', help: '居民身份证的不用填' },
  { key: 'ethnicity', title: '民族', kind: 'text', max: 20, help: '不填的是汉族' },
  { key: 'phone', title: '手机号码', kind: 'code' },
  { key: 'living', title: '居住地', kind: 'text', required: true, max: 60, help: '写到村（社区），例如汀泗桥镇赤岗村' },
  {
    key: 'registered',
    title: '户籍地',
    kind: 'text',
    max: 60,
    help: '与居住地相同的不填；外市的填6位或者12位区划代码',
  },
  { key: 'address', title: '详细地址', kind: 'text', max: 100 },
  { key: 'urbanRural', title: '城乡', kind: 'choice', choices: urbanRurals, help: '写在户主一行；不填的，社区为城市，村为农村' },
  { key: 'since', title: '共同生活起始日期', kind: 'date', help: '不填的是导入那一天' },
  { key: 'note', title: '核对说明', kind: 'text', max: 200, help: '退回时要求说明的才填' },
];

export const MAX_HOUSEHOLD = 30;

/** Why persons with these relations to the head make no family; null when they do. */
export function familyProblem(relations: readonly string[]): string | null {
  const count = (relation: HouseholdRelation): number => relations.filter((r) => r === relation).length;
  if (count('head') === 0) return '这一户没有户主，整户退回';
  if (count('head') > 1) return `这一户有${count('head')}个户主，整户退回`;
  return count('spouse') > 1 ? `这一户有${count('spouse')}个配偶，整户退回` : null;
}
