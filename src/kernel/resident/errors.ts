import { defineErrors } from '../result/index.ts';

defineErrors({
  NAME_DIFFERS: { http: 422, zh: '身份证号码登记的姓名是“{known}”，与填写的“{name}”不一致。', next: '请核对姓名和身份证号码。' },
  PERSON_NOT_REGISTERED: {
    http: 422,
    zh: '没有查到“{name}”和这个身份证号码的登记。',
    next: '请核对；还没有登记的，请到村（社区）办理，由工作人员代为申请。',
  },
  ID_NUMBER_INVALID: { http: 422, zh: '{problem}。' },
  PARTICULARS_MISSING: { http: 422, zh: '{document}没有载明出生日期和性别，请一并填写。' },
  BIRTH_IN_FUTURE: { http: 422, zh: '出生日期{birthDate}在今天之后，请核对。' },
  PERSON_EXISTS: { http: 409, zh: '该证件号码已登记为{name}（{place}），不能重复登记。', next: '请打开已有的档案核对。' },
  PERSON_EXISTS_ELSEWHERE: {
    http: 409,
    zh: '该证件号码已在其他地区登记，不能重复登记。',
    next: '请核对姓名后为其开立办件，或联系登记地民政部门。',
  },
  OUT_OF_AREA: { http: 403, zh: '{place}不在您负责的地区，不能登记。', next: '请选择本地区的村（社区）。' },
  PURPOSE_REQUIRED: { http: 422, zh: '请填写查询事由和办件号。' },
  BULK_VIEW: { http: 429, zh: '10分钟内已查看{count}人的资料，超过上限，已停止显示。', next: '批量查询须经县级领导审批。' },
  NOTHING_TO_REVEAL: { http: 404, zh: '档案里没有登记{field}。' },
  SEARCH_TOO_SHORT: { http: 422, zh: '请输入姓名、拼音或身份证号码。' },
  ALREADY_DEAD: { http: 409, zh: '{name}已于{diedOn}登记死亡，不能重复登记。' },
  DEATH_IN_FUTURE: { http: 422, zh: '死亡日期{diedOn}在今天之后，请核对。' },
  DEATH_BEFORE_BIRTH: { http: 422, zh: '死亡日期{diedOn}早于出生日期{birthDate}，请核对。' },
  ALREADY_IN_HOUSEHOLD: { http: 409, zh: '{name}在这段时间已是另一家庭的成员{household}。', next: '请先在原家庭中办理迁出。' },
  NOT_A_MEMBER: { http: 404, zh: '该人目前不是这个家庭的成员。' },
  MEMBERSHIP_DATES: { http: 422, zh: '迁出日期{on}应晚于加入日期{from}。' },
  MEMBERSHIP_IN_FUTURE: { http: 422, zh: '日期{on}在今天之后，请到当天再登记。' },
  HEAD_STAYS: { http: 409, zh: '户主不能迁出，请先变更户主。' },
  FACT_DATES: { http: 422, zh: '截止日期{to}应晚于开始日期{from}。' },
});
