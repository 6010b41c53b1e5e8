"""Names and acronyms that need no introduction in a newspaper. Anybody can add to them."""

from __future__ import annotations

from factcheck.standards.consistency.words import words_of

#: In capitals.
ACRONYMS = words_of(
    """US USA UK UN EU UAE USSR DC LA NYC NY SF AM PM ET EST EDT CT CST PT PST MT GMT BST UTC AD BC CE BCE TV CD
    DVD PC ID IQ OK PR HR IT ATM CEO CFO COO CTO CIO VP MP MPs MD PhD BA MBA JD RN VIP DJ MC HQ IOU FAQ PIN RSVP
    PS FYI SOS UFO DNA RNA HIV AIDS ADHD PTSD STD LGBT LGBTQ LGBTQI CPR ER ICU MRI CAT GDP GNP IPO ETF IRA ROI
    CPI IMF WTO WHO NATO OPEC UNESCO UNICEF NASA NOAA FEMA FBI CIA NSA DEA ATF DHS DOJ DOD DOE EPA FDA FCC FTC
    SEC IRS CDC TSA ICE INS FAA NTSB OSHA HUD VA USDA USPS GOP DNC RNC PAC PACs NRA ACLU NAACP AARP AFL CIO SEIU
    NYPD LAPD SWAT ISIS ISIL IS PLO IRA KGB MI5 MI6 BBC CNN NBC CBS ABC MSNBC PBS NPR CSPAN ESPN HBO AP AFP UPI
    MTV TNT TMZ CNBC ITV NHS BMW IBM AT GE GM HP KFC UPS DHL NBA NFL MLB NHL MLS NCAA PGA WNBA FIFA UEFA UFC
    NASCAR WWE IOC MVP GPA SAT ACT GED ACA NAFTA TPP TTIP SCOTUS POTUS FLOTUS WMD WMDs ICBM IED IEDs POW MIA
    AWOL SUV SUVs RV ATV GPS LED LCD USB URL HTML WWW WIFI SMS PDF APP AOL NGO NGOs CPAC RSVP AR CA NC SC NH NJ
    NM TX FL PA VA MA CT OH MI IN IL WI MN IA MO ND SD NE KS DE MD WV GA AL MS TN KY LA OK WA OR NV AZ UT CO WY
    MT ID AK HI RI ME VT DOA DUI DWI BLT BBQ TBD OMG LOL WTF RIP MAGA II III IV VI VII VIII IX XI XII XIII XIV
    XV XVI XX XXI CIA’s JFK LBJ FDR MLK RFK WASP RINO RINOs UCLA USC MIT NYU LSU BYU SMU TCU CUNY SUNY UNC UVA
    LSE YMCA YWCA NYSE NASDAQ FTSE DAX VAT ISP CGI VHS AI AFC NFC DH DL GOPer GOTV CO2 PTA QB DMV EMT EMS ETA
    EMP EP LP AC DC AK SS JV ASAP AKA DIY MRAP NSC DIA CENTCOM SEAL SEALs JAG ROTC GI GIs USS HMS USAID DACA
    DREAM OPM GAO CBO OMB FISA FOIA HSBC RBS UBS BP BHP EDF TNT RAF IDF PLA KKK NWO AIPAC BDS PBR GMO GMOs PSA
    PSAs TARP QE FED DREAMers MSNBC WSJ NYT USA NRO CFR RT DNI ATT WWII WWI LLC ZIP BET TLC TBS TBN SMH PVC PNC
    RBC HLN GMA GIF FOX CVS FEC FICO AMC MGM MSM LSAT MCAT GMAT GRE LLP PLC NEWS DEAD LIVE OPEN SHOP EDGE NOW
    NEW AAA ICC PMQs SNP DUP UKIP CDU SPD AFD ANC PKK YPG FARC ETA BJP"""
)
#: In small letters: people, companies, products, countries, cities and papers that one word is enough for.
KNOWN = words_of(
    """trump clinton obama biden bush reagan nixon carter kennedy roosevelt lincoln washington jefferson adams
    madison hamilton truman eisenhower churchill thatcher blair cameron hitler stalin lenin mao putin merkel
    macron sarkozy hollande xi gandhi mandela castro chavez assad gaddafi qaddafi hussein khomeini netanyahu
    erdogan modi zelensky zelenskyy jesus moses muhammad mohammed buddha christ plato aristotle socrates
    shakespeare einstein darwin freud marx newton galileo mozart beethoven bach picasso napoleon caesar
    cleopatra beyonce beyoncé madonna adele rihanna drake prince cher bono sting eminem shakira pele pelé
    ronaldo messi neymar oprah ellen kanye banksy lady gaga jay-z elvis cruz rubio sanders kasich pence palin
    romney mccain kerry gore christie huckabee santorum fiorina carson pelosi reid mcconnell ryan boehner cheney
    rumsfeld powell rice holder lynch comey snowden assange scalia ginsburg thomas roberts google apple
    microsoft amazon facebook twitter netflix tesla uber lyft airbnb youtube instagram snapchat whatsapp tiktok
    linkedin yahoo ebay paypal intel ibm oracle cisco samsung sony nokia nintendo toyota honda nissan ford
    chevrolet chrysler volkswagen bmw mercedes audi porsche ferrari boeing airbus lockheed raytheon walmart
    wal-mart target costco ikea nike adidas puma starbucks mcdonald’s mcdonalds wendy’s coca-cola pepsi pepsico
    nestle nestlé unilever pfizer merck novartis bayer exxon exxonmobil chevron shell bp halliburton enron
    citigroup citibank barclays hsbc santander visa mastercard verizon comcast disney pixar viacom reuters
    bloomberg politico breitbart buzzfeed vox slate gawker axios drudge newsweek time fox forbes fortune esquire
    playboy vogue variety billboard guardian economist africa america americas asia europe antarctica australia
    afghanistan albania algeria andorra angola argentina armenia austria azerbaijan bahamas bahrain bangladesh
    barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil brunei bulgaria burundi cambodia
    cameroon canada chad chile china colombia congo croatia cuba cyprus denmark djibouti dominica ecuador egypt
    eritrea estonia ethiopia fiji finland france gabon gambia georgia germany ghana greece grenada guatemala
    guinea guyana haiti honduras hungary iceland india indonesia iran iraq ireland israel italy jamaica japan
    jordan kazakhstan kenya kiribati korea kosovo kuwait kyrgyzstan laos latvia lebanon lesotho liberia libya
    liechtenstein lithuania luxembourg macedonia madagascar malawi malaysia maldives mali malta mauritania
    mauritius mexico moldova monaco mongolia montenegro morocco mozambique myanmar namibia nauru nepal
    netherlands nicaragua niger nigeria norway oman pakistan palau palestine panama paraguay peru philippines
    poland portugal qatar romania russia rwanda samoa senegal serbia seychelles singapore slovakia slovenia
    somalia spain sudan suriname swaziland sweden switzerland syria taiwan tajikistan tanzania thailand togo
    tonga tunisia turkey turkmenistan tuvalu uganda ukraine uruguay uzbekistan vanuatu venezuela vietnam yemen
    zambia zimbabwe britain england scotland wales ulster crimea chechnya kashmir tibet gaza scandinavia balkans
    siberia caribbean alabama alaska arizona arkansas california colorado connecticut delaware florida hawaii
    idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
    mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont
    virginia wisconsin wyoming carolina dakota london paris berlin madrid rome vienna athens brussels amsterdam
    dublin edinburgh glasgow cardiff belfast lisbon moscow kiev kyiv warsaw prague budapest bucharest sofia
    belgrade zagreb stockholm oslo copenhagen helsinki geneva zurich milan naples venice florence barcelona
    munich frankfurt hamburg cologne istanbul ankara jerusalem beirut damascus aleppo baghdad mosul tehran kabul
    kandahar islamabad karachi lahore delhi mumbai kolkata dhaka beijing shanghai shenzhen guangzhou taipei
    tokyo osaka kyoto seoul pyongyang manila jakarta bangkok hanoi sydney melbourne brisbane perth canberra
    auckland wellington cairo alexandria tripoli tunis algiers nairobi lagos abuja johannesburg pretoria
    kinshasa toronto montreal vancouver ottawa quebec chicago boston philadelphia houston dallas austin seattle
    denver detroit atlanta miami orlando tampa cleveland cincinnati columbus pittsburgh baltimore charlotte
    nashville memphis milwaukee minneapolis phoenix tucson portland sacramento oakland brooklyn manhattan bronx
    queens hollywood havana caracas bogota lima santiago riyadh doha dubai mecca medina dhabi sarajevo benghazi
    fallujah hiroshima chernobyl fukushima harvard yale princeton stanford oxford cambridge cornell columbia
    brown duke dartmouth mit congress senate pentagon kremlin nato hamas hezbollah fatah isis taliban interpol
    greenpeace oxfam unicef opec medicaid medicare obamacare brexit wikileaks wikipedia craigslist bitcoin
    nielsen gallup haaretz propublica realclearpolitics statista factcheck huffpo politifact snopes zogby
    rasmussen ivanka ivana melania beau gingrich gorbachev yeltsin ike condi liverpool chelsea arsenal everton
    juventus xbox playstation iphone ipad android windows earth mars venus jupiter saturn mercury uranus neptune
    pluto satan god allah yahweh"""
)
