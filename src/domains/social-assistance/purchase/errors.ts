import { defineErrors } from '../../../kernel/result/index.ts';

defineErrors({
  CONTRACT_BY_PARTS: { http: 409, zh: '这份合同按节点验收和付款，不派服务。', next: '请在购买服务的合同里验收节点。' },
  CONTRACT_OVER: { http: 409, zh: '这份合同{state}，不能再派服务。' },
  CONTRACT_FULL: { http: 409, zh: '合同约定{quantity}次，已经派了{assigned}次，不能再派。', next: '请另签合同。' },
  CONTRACT_PERIOD: { http: 422, zh: '服务日期须在合同期限{from}至{to}之内。' },
  TASK_KNOWN: { http: 409, zh: '已经为此人派过{on}的服务。' },
  TASK_MOVE: { http: 409, zh: '这次服务现在是“{state}”，不能{action}。', next: '请刷新页面看最新状态。' },
  TASK_OWN: { http: 403, zh: '派单的人不能自己确认、验收。', next: '请由另一位工作人员办理。' },
  EVIDENCE_MISSING: {
    http: 422,
    zh: '须有受助人签字或现场照片。',
    next: '请受助人当场签字；不能签字的拍现场照片，由乡镇（街道）另向本人确认。',
  },
  SERVICE_UNCONFIRMED: {
    http: 409,
    zh: '受助人还没有确认这次服务，不能验收合格。',
    next: '只有照片的，请打电话或上门向本人问清，登记“本人确认”以后再验收。',
  },
  SERVICE_CONFIRMED: { http: 409, zh: '这次服务已经有本人确认：{how}。' },
  EVIDENCE_EARLY: { http: 422, zh: '服务还没有结束，不能报完成。', next: '请在服务结束以后填报。' },
  FLAGGED_WITHOUT_REASON: {
    http: 409,
    zh: '这次服务有疑点：{flags}。',
    next: '核实属实、仍要验收合格的，请写明核实情况。',
  },
  NOTHING_TO_DRAW: { http: 409, zh: '没有验收合格、还没有抽过的服务。' },
  NOT_DRAWN: { http: 409, zh: '这次服务没有被抽中回访。' },
  CALL_BACK_KNOWN: {
    http: 409,
    zh: '这次服务已经回访过：{result}。',
    next: '记错了要更正的，请写明更正的原因（至少4个字）；原来的记录保留。',
  },
  CALL_BACKS_OPEN: {
    http: 409,
    zh: '还有{count}次抽中的服务没有回访，不能结算。',
    next: '请先回访；联系不上的也要登记。',
  },
  DRAW_FIRST: { http: 409, zh: '有{count}次验收合格的服务还没有抽签回访，不能结算。', next: '请先抽签。' },
  NOTHING_TO_SETTLE: { http: 409, zh: '没有可以结算的服务。' },
  OVER_CONTRACT: { http: 409, zh: '本次结算{count}次，超过合同余量{left}次。', next: '超出合同的服务不能结算。' },
  SETTLEMENT_OPEN: { http: 409, zh: '还有一张结算单等待复核付款。' },
  SETTLEMENT_SAME_PERSON: { http: 409, zh: '结算的经办和复核不得为同一人。', next: '请由另一位财务人员复核。' },
  PROVIDER_NONE: { http: 409, zh: '您的岗位没有对应的承接机构。', next: '请联系系统管理员在岗位上登记所在机构。' },
});
