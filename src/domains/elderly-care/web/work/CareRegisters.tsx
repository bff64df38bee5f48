/** 人才台账. */
import { RegisterShelf } from '../../../../web/workbench/pages/RegisterShelf.tsx';

export const CareRegisters = () => (
  <RegisterShelf
    shelf="/care-registers"
    zh="养老人才台账"
    lead="技能大赛、表彰、培训基地、人才十方面任务、百千万人才、外出护理员，各是一本台账：先登记，再一步一步办，期限到了提醒。"
  />
);
