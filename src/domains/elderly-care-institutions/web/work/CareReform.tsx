/** 改革台账. */
import { RegisterShelf } from '../../../../web/workbench/pages/RegisterShelf.tsx';

export const CareReform = () => (
  <RegisterShelf
    shelf="/care-reform"
    zh="养老机构改革"
    lead="公建民营、改制、合作、改建、康养集团资产、普惠床位、试点、优惠落实，各是一本台账：先登记，再一步一步办，期限到了提醒。"
  />
);
