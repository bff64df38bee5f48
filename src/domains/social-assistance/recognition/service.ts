/** 低保边缘、刚性支出困难家庭认定: what is registered once, beside the shared flow. */
import { defineTemplates } from '../../../kernel/notice/server.ts';
import { defineCityOnly } from '../../../kernel/policy/server.ts';
import { defineErrors } from '../../../kernel/result/index.ts';

// 《社会救助法》第二十二条：刚性支出占比由设区的市级以上规定
defineCityOnly('RIG-RATIO');

defineErrors({
  ASSISTED_ELSEWHERE: {
    http: 409,
    zh: '该成员已在其他家庭享受或申请救助，请先办理变更。',
    next: '登记在{place}。变更以后再继续办理。',
  },
  ALREADY_ASSISTED: {
    http: 409,
    zh: '{name}正在享受低保或特困供养，不能同时享受{asked}。',
    next: '请先核对现有救助，再继续办理。',
  },
  EXCLUDED_SCHEME: { http: 409, zh: '该人员正在享受{benefit}，不能同时享受{asked}。', next: '请先核对现有救助，再继续办理。' },
  OUTCOME_RECOGNITION: {
    http: 409,
    zh: '按核算结果符合的是{category}，请按这一类办理。',
    next: '刷新页面，用“{action}”继续。',
  },
  MEMBER_NOT_OF_FAMILY: { http: 422, zh: '申请表里没有这位家人。', next: '请重新选择。' },
  ALREADY_OWN_CASE: { http: 409, zh: '{name}已经另立办件，不用再立。' },
  NOT_RENEWABLE: { http: 409, zh: '这件还没有办结，不能用它重新申请。', next: '请在“我的办件”中查看进度。' },
});

defineTemplates({
  'assistance.recognised': {
    title: '申请已认定',
    text: '您家已认定为{kind}，{until}。不用另外提交申请；如有异议可在60日内申请行政复议。',
    sms: '【民政】您的救助申请已办结，请登录查看认定结果，咨询{tel}。',
  },
  'recognition.moved': {
    title: '认定转到迁入地',
    text: '您家户籍已迁到{place}。{kind}认定继续有效，档案已经移交；迁入地会重新确认，不用重新申请。',
  },
  'recognition.ending': {
    title: '认定快到期',
    text: '您家的{kind}认定{date}到期。还需要的，请在到期前重新申请，没有变化的材料不用再交。',
  },
  'recognition.review': {
    title: '该复核了',
    text: '您家的{kind}认定{date}前要复核一次，工作人员会联系您；家里有变化的，请一并说明。',
  },
  'recognition.due': {
    title: '认定快到期',
    text: '有一户{kind}认定{date}到期，请联系该户：还需要的，帮他用原来的内容重新申请。',
  },
});
