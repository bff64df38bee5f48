/** 党建+养老服务. */
import { RegisterShelf } from '../../../../web/workbench/pages/RegisterShelf.tsx';

export const CareParty = () => (
  <RegisterShelf
    shelf="/care-party"
    zh="党建和养老服务"
    lead="养老设施的党组织、志愿队，领导干部的包保联系：先登记，活动和到场记在经过里。"
  />
);
