/** 设施台账. */
import { RegisterShelf } from '../../../../web/workbench/pages/RegisterShelf.tsx';

export const CareSiteRegisters = () => (
  <RegisterShelf
    shelf="/care-site-registers"
    zh="设施台账"
    lead="运营合同、对下指导、老旧小区、规划落实、配套达标、宜居社区、农村支持资源，各是一本台账：先登记，再一步一步办，期限到了提醒。"
  />
);
