// Only what is seen before the panel is shown: sections import the rest beside their own code.
import './base.css';
import './ports.css';
import './apps.css';
