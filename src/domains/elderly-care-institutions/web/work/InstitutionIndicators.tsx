/** 养老机构指标: counted from the register, the beds, the stays and the checks. */
import { IndicatorBoard } from '../../../../web/workbench/pages/IndicatorBoard.tsx';

export const InstitutionIndicators = () => (
  <IndicatorBoard
    board="care-institutions"
    zh="养老机构指标"
    lead="从名册、床位、入住和检查里数出来，没有人填报；点开就是它数的那些机构。"
  >
    <p className="quiet">特困人员集中供养的两项在“救助指标”里数。</p>
  </IndicatorBoard>
);
