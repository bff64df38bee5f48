/** 风险台账. */
import { RegisterShelf } from '../../../../web/workbench/pages/RegisterShelf.tsx';
import { LEADS_SHELF } from '../../money/terms.ts';

export const MoneyLeads = () => (
  <RegisterShelf
    shelf={LEADS_SHELF}
    zh="机构风险台账"
    lead="借养老卖会员卡、承诺回报的线索，机构的消防和安全证照，登记在这里。承诺回报的查清以前，机构不能再预收。"
  />
);
