/** 运营补贴 and 建设补贴 of the institutions. */
import { SubsidyPage } from '../../../../web/workbench/pages/Subsidies.tsx';

export const Subsidies = () => <SubsidyPage url="/api/care-subsidies" />;
export const Construction = () => <SubsidyPage url="/api/care-construction" />;
