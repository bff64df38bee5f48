/**
 * GB/T 42195-2022 附录B: the 26 items of the assessment, their highest score and what each score means, in short. The short forms fix the meaning; the
 * wording of the standard itself is in the assessor's printed copy. A version of the form is the scheme (`SCHEME`): another wording is another scheme.
 */

export const SCHEME = 'GB42195_2022';
/** The standard as papers quote it. */
export const STANDARD = 'GB/T 42195-2022《老年人能力评估规范》';

export interface Item {
  /** As the standard numbers it. */
  readonly code: string;
  readonly zh: string;
  /** What each score means, from 0 to the highest: the index is the score. */
  readonly anchors: readonly string[];
}

/** 一般赋分 of what somebody does alone or with help. */
const general = [
  '完全依赖他人，不能配合',
  '主要靠他人帮助，能配合',
  '需要他人协助，以自己为主',
  '在指导或提示下完成',
  '独立完成',
];

export const sections = {
  selfCare: '自理能力',
  mobility: '基础运动能力',
  mental: '精神状态',
  participation: '感知觉与社会参与',
} as const;
export type SectionKey = keyof typeof sections;

export const items = {
  selfCare: {
    eating: {
      code: 'B.1.1',
      zh: '进食',
      anchors: [
        '要人喂，吞咽困难或者靠管饲',
        '需要大量帮助，或者每周呛噎一次以上',
        '需要少量接触帮助，或者每月呛噎一次以上',
        '在指导、提示下或者用辅具完成，没有呛噎',
        '独立使用餐具进食，没有呛噎',
      ],
    },
    grooming: { code: 'B.1.2', zh: '修饰', anchors: general },
    bathing: { code: 'B.1.3', zh: '洗澡', anchors: general },
    upperDressing: { code: 'B.1.4', zh: '穿（脱）上衣', anchors: general },
    lowerDressing: { code: 'B.1.5', zh: '穿（脱）裤子和鞋袜', anchors: general },
    bladder: {
      code: 'B.1.6',
      zh: '小便控制',
      anchors: [
        '完全失禁，或者留置导尿管',
        '白天大多不能控制（每天一次以上）',
        '白天大多能控制，偶尔失禁（每天不到一次，每周一次以上），或者需要少量帮助',
        '白天能控制，夜里不行，或者自己会用尿垫',
        '控制正常',
      ],
    },
    bowel: {
      code: 'B.1.7',
      zh: '大便控制',
      anchors: [
        '完全失禁',
        '大多不能控制（每天一次以上）',
        '经常失禁（每天不到一次，每周一次以上）',
        '有时失禁，或者自己会用辅助用品',
        '控制正常',
      ],
    },
    toileting: { code: 'B.1.8', zh: '如厕（解裤、擦净、穿裤）', anchors: general },
  },
  mobility: {
    bedMobility: { code: 'B.2.1', zh: '床上体位转移', anchors: general },
    transfer: { code: 'B.2.2', zh: '床椅转移', anchors: general },
    walking: {
      code: 'B.2.3',
      zh: '平地行走',
      anchors: [
        '不能行走',
        '行走时需要他人大量搀扶',
        '行走时需要他人少量搀扶',
        '有人看护或者用辅具能走约50米',
        '独自能走约50米，没有跌倒风险',
      ],
    },
    stairs: {
      code: 'B.2.4',
      zh: '上下楼梯',
      anchors: ['主要或者完全靠他人帮助', '需要他人协助，以自己为主', '在指导或提示下完成', '独自上下10至15级台阶'],
    },
  },
  mental: {
    timeOrientation: {
      code: 'B.3.1',
      zh: '时间定向',
      anchors: [
        '没有时间观念',
        '只知道上午、下午或者白天、夜里',
        '只知道季节或者上半年、下半年',
        '知道年月，日期相差两天以上',
        '年月清楚，日期相差不到一天',
      ],
    },
    placeOrientation: {
      code: 'B.3.2',
      zh: '空间定向',
      anchors: [
        '没有空间观念',
        '知道较少的住址信息',
        '知道较多的住址信息',
        '不能单独外出，能准确说出住址',
        '能在日常范围内单独外出',
      ],
    },
    personOrientation: {
      code: 'B.3.3',
      zh: '人物定向',
      anchors: [
        '不认识任何人，包括自己',
        '只认识自己或者极少数同住的人',
        '认识一部分同住的人',
        '认识大部分同住的人',
        '认识同住的人，知道称呼和关系',
      ],
    },
    memory: {
      code: 'B.3.4',
      zh: '记忆',
      anchors: ['记忆完全丧失', '远期记忆丧失', '近期记忆丧失', '瞬时记忆丧失（5分钟后3个词记得0至1个）', '记忆正常'],
    },
    comprehension: {
      code: 'B.3.5',
      zh: '理解能力',
      anchors: ['完全不能理解', '理解严重困难，需要大量帮助', '需要频繁重复或者简化', '需要多给时间', '能正常理解他人的话'],
    },
    expression: {
      code: 'B.3.6',
      zh: '表达能力',
      anchors: ['完全不能表达', '表达严重困难，需要大量帮助', '需要频繁重复或者简化', '需要多给时间', '能正常表达自己的想法'],
    },
    aggression: { code: 'B.3.7', zh: '攻击行为', anchors: ['近一个月出现过', '没有出现'] },
    depression: { code: 'B.3.8', zh: '抑郁症状', anchors: ['近一个月出现过', '没有出现'] },
    consciousness: { code: 'B.3.9', zh: '意识水平', anchors: ['昏睡或者昏迷', '嗜睡或者意识模糊', '神志清醒'] },
  },
  participation: {
    vision: { code: 'B.4.1', zh: '视力', anchors: ['只有光感或者看不见', '视力下降，能看清眼前物体', '视力正常'] },
    hearing: { code: 'B.4.2', zh: '听力', anchors: ['大声才听得见，或者完全听不见', '听力下降', '听力正常'] },
    dailyAffairs: {
      code: 'B.4.3',
      zh: '执行日常事务（购物、打电话、管钱、吃药）',
      anchors: ['完全不能执行', '需要大量帮助', '需要少量帮助', '有人看护时能执行', '能独立执行'],
    },
    transport: {
      code: 'B.4.4',
      zh: '使用交通工具外出',
      anchors: [
        '只能在他人帮助下乘坐出租车、小汽车，或者不能外出',
        '有人陪同能乘公共汽车',
        '能自己乘出租车，不能自己乘公共汽车',
        '能自己骑车或者乘公共汽车',
      ],
    },
    socialContact: {
      code: 'B.4.5',
      zh: '社会交往能力',
      anchors: [
        '不能交往',
        '勉强能接触，谈吐不清、表情不当',
        '脱离社会，被动接触，容易上当受骗',
        '能适应单纯环境，主动与人接触',
        '能适应社会环境，待人恰当',
      ],
    },
  },
} as const satisfies Record<SectionKey, Record<string, Item>>;

export type Items = typeof items;
export type ItemKey = { [S in SectionKey]: keyof Items[S] & string }[SectionKey];
/** The scores by section and item, as the form sends them. */
export type Scores = { readonly [S in SectionKey]: { readonly [K in keyof Items[S]]: number } };

export const sectionKeys = Object.keys(sections) as SectionKey[];
export const itemsOf = (section: SectionKey): [string, Item][] => Object.entries(items[section]);
export const maxOf = (item: Item): number => item.anchors.length - 1;
