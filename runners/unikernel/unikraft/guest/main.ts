import './last-words.ts';
import '../../../support/guest/http.ts';
