import './base.css';
import './panel.css';
import './connect.css';
