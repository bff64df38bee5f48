/** Made-up names of a Hubei city: surnames by frequency, given names by sex and generation, some rare characters and compound surnames. */
import { type Random, weighted } from './random.ts';

const common =
  '王7.2李7张6.6刘5.2陈5杨3.1黄2.5周2.4吴2.2徐1.9胡1.8朱1.6熊1.5余1.4汪1.3程1.2何1.2孙1.2郑1.1罗1.1镇0.3高0.9林0.9郭0.9马0.8梁0.7宋0.7唐0.7许0.7邓0.8冯0.6曹0.7彭0.7曾0.6肖0.8田0.6董0.6袁0.6潘0.6于0.4蒋0.5蔡0.5杜0.5叶0.5魏0.5阮0.4饶0.4雷0.5舒0.3甘0.3廖0.4葛0.3石0.4金0.4龙0.4万0.4章0.3庞0.2庹0.1沈0.4姜0.4范0.4方0.5任0.4姚0.4卢0.4钟0.3谭0.4贺0.3赖0.2孔0.2白0.2毛0.3邱0.3秦0.3江0.3史0.2顾0.2侯0.2邵0.2孟0.2段0.2戴0.2夏0.4傅0.2黎0.3洪0.2鲁0.2聂0.2殷0.1游0.2祝0.2柯0.3乐0.1查0.1单0.05仇0.02解0.05翟0.05覃0.2区0.02尉0.01冼0.01佘0.05';
const compound: [string, number][] = [
  ['欧阳', 0.15],
  ['司马', 0.01],
  ['上官', 0.01],
  ['诸葛', 0.01],
  ['令狐', 0.005],
];
const surname = weighted<string>([
  ...[...common.matchAll(/(\p{Script=Han})([\d.]+)/gu)]
    .map((m) => [m[1]!, Number(m[2])] as const)
    .filter(([, weight]) => weight > 0),
  ...compound,
]);

const male = {
  old: '国建华明德福荣贵金银水木火土生全先正大文德仁义礼智信忠孝发财春秋东南山林家宗祖光耀兴旺', // 1960 and before
  middle: '军伟强勇平刚辉斌涛波超杰峰磊鹏飞龙海洋洪亮志永新红卫民东江河建国庆松柏林',
  young: '浩宇轩子梓涵泽睿博文俊杰晨阳嘉豪天佑皓然一诺奕辰煜城思远铭瑞景行逸飞',
};
const female = {
  old: '秀英桂兰玉珍凤梅菊香春莲花淑贞素芳翠珠银金娥云腊细爱满友冬',
  middle: '芳丽敏静燕艳娟霞红玲萍莉琴云慧雪梅华琼蓉晶倩洁',
  young: '欣怡梓涵诗琪雨桐思一诺可馨佳瑶语嫣若曦子萱艺沐妍紫晨婉清',
};
const rare = ['龘', '堃', '喆', '䶮', '犇', '昇', '玥', '翀', '燚', '㛃', '赟', '珺', '彧', '頔', '𬭎', '𠅤'];

/** A full name. `birthYear` chooses the fashion; about one in 400 has a rare character. */
export function makeName(random: Random, person: { sex: 'male' | 'female'; birthYear: number; surname?: string }): string {
  const family = person.surname ?? surname(random);
  const fashion = person.birthYear <= 1962 ? 'old' : person.birthYear <= 1994 ? 'middle' : 'young';
  const letters = [...(person.sex === 'male' ? male : female)[fashion]];
  const letter = () => (random.chance(0.0013) ? random.pick(rare) : random.pick(letters));
  return family + letter() + (random.chance(0.87) ? letter() : '');
}

export const makeSurname = (random: Random): string => surname(random);
