/** What officers and applicants are told in temporary aid (4.11). */
import { defineTemplates } from '../../../kernel/notice/server.ts';

defineTemplates({
  'aid.reported': { title: '急难报告', text: '{place}有一份急难报告，请马上核实，{hours}小时内给予首次救助。' },
  'aid.sign': { title: '待签付', text: '{name}的急难救助{amount}元等您签付。' },
  'aid.helped': { title: '急难救助', text: '您的急难救助金{amount}元已经发放，咨询{tel}。' },
  'aid.granted': { title: '临时救助已批准', text: '您的临时救助已批准，金额{amount}元；咨询{tel}。' },
  'aid.not-granted': {
    title: '临时救助未批准',
    text: '您的临时救助申请未予批准，理由：{reason}；可在60日内申请行政复议，咨询{tel}。',
  },
  'aid.released': { title: '临时救助发放', text: '第{no}阶段的临时救助金{amount}元已批准发放；咨询{tel}。' },
  'aid.stages-stopped': {
    title: '停发余下阶段',
    text: '余下的临时救助金{amount}元不再发放，原因：{reason}；告知书另送，咨询{tel}。',
  },
  'aid.refill': { title: '备用金补充', text: '{township}临时救助备用金余额{balance}元，低于补充线，请补充{amount}元。' },
  'aid.refilled': { title: '备用金已补充', text: '县级已补充备用金{amount}元。' },
  'aid.follow-up': { title: '到期回访', text: '{name}的临时救助已满回访期，请上门看看还有什么困难。' },
});
