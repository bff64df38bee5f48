/** 老年食堂备案. */
import { RegisterShelf } from '../../../../web/workbench/pages/RegisterShelf.tsx';

export const CanteenFilings = () => (
  <RegisterShelf
    shelf="/canteen-filings"
    zh="老年食堂备案"
    lead="申报、现场核验、备案挂牌、运营；每个月查一次食品经营许可证和留样，不合格的整改，停运的不能登记助餐。"
  />
);
