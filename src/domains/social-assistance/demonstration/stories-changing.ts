/** Families in whom something changes after the benefit was granted, or in whom somebody belongs under another item. Played on in reviews.ts and fraud.ts. */
import { makeIdNumber } from '../../../kernel/resident/index.ts';
import { lives, monthly, type Story, story, yuan } from './story.ts';

export const changingStories: readonly Story[] = [
  story({
    key: 'newborn',
    title: '领着低保，家里添了孩子：手机上报过了，等县里决定',
    place: '汀泗桥社区',
    urbanRural: 'urban',
    address: '汀泗街52号',
    people: [
      { name: '柳青山', sex: '男', birth: '1991-02-11', lives: lives.上班 },
      { name: '方小兰', sex: '女', birth: '1994-08-30', relation: 'spouse', lives: lives.照护家人 },
    ],
    incomes: [monthly('self', 'wage', 1500)],
    expect: { outcome: 'eligible', amountFen: yuan(500) },
    rest: 'granted',
    appliedOn: '2026-06-09',
  }),
  story({
    key: 'moved',
    title: '户籍8月迁到嘉鱼：本县发到8月，嘉鱼接着发，等接收档案',
    place: '古田社区',
    urbanRural: 'urban',
    address: '古田街31号',
    people: [{ name: '施玉珍', sex: '女', birth: '1963-12-05', lives: lives.退休 }],
    incomes: [monthly('self', 'employee-pension', 300)],
    expect: { outcome: 'eligible', amountFen: yuan(500) },
    rest: 'granted',
    appliedOn: '2026-06-10',
  }),
  story({
    key: 'fraud',
    title: '隐瞒跑出租的收入：已停发，追回2240元，罚款1120元，正在分期退，已申请复议',
    place: '聂家村',
    urbanRural: 'rural',
    address: '5组3号',
    people: [
      { name: '程德运', sex: '男', birth: '1975-04-18', lives: lives.患病在家 },
      { name: '许金莲', sex: '女', birth: '1978-09-02', relation: 'spouse', lives: lives.患病在家 },
    ],
    incomes: [monthly('self', 'land-rent', 200)],
    expect: { outcome: 'eligible', amountFen: yuan(1120) },
    rest: 'granted',
    appliedOn: '2026-06-08',
  }),
  story({
    key: 'tekun-child-case',
    title: '一家申请低保，老人可能是特困：已为老人另立一件',
    place: '赤岗村',
    urbanRural: 'rural',
    address: '6组8号',
    people: [
      { name: '邹春梅', sex: '女', birth: '1972-05-05', lives: lives.重残 },
      { name: '邹老根', sex: '男', birth: '1952-10-01', relation: 'sibling', lives: lives.年老 },
    ],
    incomes: [monthly('self', 'land-rent', 100)],
    expect: { outcome: 'eligible', amountFen: yuan(1550) },
    rest: 'surveying',
    appliedOn: '2026-08-24',
  }),
];

export const NEWBORN = { name: '柳小满', idNumber: makeIdNumber('421202', '2026-07-22', 951) };
