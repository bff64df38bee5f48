/** What families and the home are told of a referral. The short message names neither the hospital nor why. */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'care.referral-out': {
    title: '{name}送医院了',
    text: '{name}于{time}送往{hospital}，{escort}陪着，请与{phone}联系。后面每一步会接着告诉您。',
    sms: '【民政】您家老人已由养老机构送医院，请与{phone}联系。',
  },
  'care.referral-received': { title: '{name}医院已接收', text: '{hospital}已接收{name}，接收的是{who}。' },
  'care.referral-admitted': {
    title: '{name}住院了',
    text: '{name}在{hospital}住院，床位保留到{keep}，住院的整天不收餐费。病情请向医院了解。',
  },
  'care.referral-news': { title: '{name}住院的消息', text: '机构问过{hospital}，{name}的情况可以在“家人的养老机构”里看。' },
  'care.referral-back': { title: '{name}回来了', text: '{name}已从{hospital}转回，出院的医嘱可以在“家人的养老机构”里看。' },
  'care.referral-unreceived': {
    title: '还没有登记医院接收',
    text: '{name}于{time}送往{hospital}，还没有登记谁接收的，请问陪同的人。',
  },
  'care.referral-undecided': { title: '住院还是转回没有登记', text: '{name}于{time}送往{hospital}，住院还是转回还没有登记。' },
  'care.referral-silent': { title: '该问医院了', text: '{name}在{hospital}住院，几天没有消息，请打电话问一次。' },
  'care.referral-bed': { title: '床位保留到期', text: '{name}住院，床位保留到{keep}为止，请商定是否续留；床位不会自动让出。' },
});
