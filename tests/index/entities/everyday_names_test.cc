// SPDX-License-Identifier: GPL-3.0-or-later
// Full names that everybody takes for people, in plain sentences: a rule or a weight that suits one
// set of articles must not lose them. All are invented, or bear names that are known to all.
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/index/entities/extract.h"

namespace facetwire::testing {
namespace {

using ::testing::UnorderedElementsAreArray;

struct Line {
  std::string body;
  std::vector<std::string> ids;
};

class EverydayNamesTest : public ::testing::TestWithParam<Line> {};

TEST_P(EverydayNamesTest, Finds) {
  EXPECT_THAT(Ids(Extract(GetParam().body), Facet::kPerson),
              UnorderedElementsAreArray(GetParam().ids))
      << GetParam().body;
}

INSTANTIATE_TEST_SUITE_P(
    Contracts,
    EverydayNamesTest,
    ::testing::Values(
        Line{"John Smith shall deliver the goods by Friday.", {"john-smith"}},
        Line{"The tenant, Margaret O'Connell, shall pay the rent each month.",
             {"margaret-oconnell"}},
        Line{"The Borrower shall repay the Lender. The Borrower's books are open to the Lender.",
             {}},
        Line{"This agreement is made between Lucia Ferrari and Hans-Peter Vogel.",
             {"lucia-ferrari", "hans-peter-vogel"}},
        Line{"The plaintiff, Siobhan Gallagher, claims damages.", {"siobhan-gallagher"}},
        Line{"The estate of Robert J. Caldwell passes to his daughter.", {"robert-j-caldwell"}},
        Line{"Jamal Whitaker v. State of Ohio", {"jamal-whitaker"}},
        Line{"Signed by Piotr Zielinski on behalf of the seller.", {"piotr-zielinski"}},
        Line{"Signed: Chukwuemeka Obi", {"chukwuemeka-obi"}},
        Line{"Attn: David Ephraim, Esquire", {"david-ephraim"}},
        Line{"Name: Chen Shuning, Title: Chairman", {"chen-shuning"}},
        Line{"Contact: Bogdan Ionescu, 12 Hill Street.", {"bogdan-ionescu"}}));

INSTANTIATE_TEST_SUITE_P(
    Papers,
    EverydayNamesTest,
    ::testing::Values(
        Line{"By Sarah Whitfield", {"sarah-whitfield"}},
        Line{"By Rajesh Kulkarni and Tom Hardwick", {"rajesh-kulkarni", "tom-hardwick"}},
        Line{"Photo: Mariana Castro", {"mariana-castro"}},
        Line{"Photo by Yusuf Demir", {"yusuf-demir"}},
        Line{"Left to right: Karen Blythe, Joao Pereira, Nomvula Dlamini and Erik Lindqvist.",
             {"karen-blythe", "joao-pereira", "nomvula-dlamini", "erik-lindqvist"}},
        Line{"The members are Fatima Zahra Benali, Oluwaseun Adeyemi, Hiroshi Tanaka, and Ingrid "
             "Solberg.",
             {"fatima-zahra-benali", "oluwaseun-adeyemi", "hiroshi-tanaka", "ingrid-solberg"}},
        Line{"The witnesses were: (1) Daniel Okafor; (2) Grace Mwangi; (3) Paul Lefevre.",
             {"daniel-okafor", "grace-mwangi", "paul-lefevre"}},
        Line{"WITNESSED BY HELENA MARKOVIC", {"helena-markovic"}},
        Line{"MARIA GONZALEZ WINS MARATHON", {"maria-gonzalez"}},
        Line{"MAYOR PETER HOLLOWAY QUITS AFTER VOTE", {"peter-holloway"}},
        Line{"Police arrest Dmitry Volkov in Tallinn", {"dmitry-volkov"}},
        Line{"\"I am tired,\" said Zeynep Kaya.", {"zeynep-kaya"}},
        Line{"Zeynep Kaya: We will not leave.", {"zeynep-kaya"}}));

INSTANTIATE_TEST_SUITE_P(
    Prose,
    EverydayNamesTest,
    ::testing::Values(
        Line{"I met Anna Kowalska yesterday.", {"anna-kowalska"}},
        Line{"We spoke with Nguyen Van Minh about the flood.", {"nguyen-van-minh"}},
        Line{"Kim Soo-hyun opened a bakery.", {"kim-soo-hyun"}},
        Line{"Later that evening, Abdullah al-Rashid returned home.", {"abdullah-al-rashid"}},
        Line{"The book was written by Elif Aydin.", {"elif-aydin"}},
        Line{"According to Li Wenhao, the bridge is safe.", {"li-wenhao"}},
        Line{"Wanjiru Kamau bought the farm in 2009.", {"wanjiru-kamau"}},
        Line{"Her brother, Tariq Mahmood, is a teacher.", {"tariq-mahmood"}},
        Line{"Ravi Shankar Prasad did not reply.", {"ravi-shankar-prasad"}},
        Line{"Thandiwe Mokoena sings in a choir.", {"thandiwe-mokoena"}},
        Line{"Nikos Papadopoulos and Eleni Dimitriou are getting married.",
             {"nikos-papadopoulos", "eleni-dimitriou"}},
        Line{"Jose Maria de la Cruz died on Sunday.", {"jose-maria-de-la-cruz"}},
        Line{"A letter from Willem van den Berg was found.", {"willem-van-den-berg"}},
        Line{"Neither Olga Petrova nor Ahmed Hassan was present.",
             {"olga-petrova", "ahmed-hassan"}},
        Line{"It was Tendai Mukupe who called the police.", {"tendai-mukupe"}},
        Line{"Sigurdur Gunnarsson lives in Reykjavik.", {"sigurdur-gunnarsson"}},
        Line{"Katrin Jonsdottir was not at the meeting.", {"katrin-jonsdottir"}},
        Line{"Mohammed Ali Khan won the seat.", {"mohammed-ali-khan"}},
        Line{"The goal was scored by Mohamed Salem in the second half.", {"mohamed-salem"}},
        Line{"Muhammad Yunus received the prize.", {"muhammad-yunus"}},
        Line{"Sophia Chong Suk-fan, its deputy director, said no.", {"sophia-chong-suk-fan"}},
        Line{"Mary Temple and Kishida Cabinet ministers met.", {"mary-temple"}},
        Line{"Pele scored three times.", {"pele"}},
        Line{"Lula won the election in Brazil.", {"luiz-inacio-lula-da-silva"}}));

INSTANTIATE_TEST_SUITE_P(
    Titles,
    EverydayNamesTest,
    ::testing::Values(
        Line{"Dr Amelia Thornton examined the patient.", {"amelia-thornton"}},
        Line{"Prof. Kwabena Asante gave the lecture.", {"kwabena-asante"}},
        Line{"Mrs Eleanor Rigby kept the keys.", {"eleanor-rigby"}},
        Line{"CEO Satya Nadella said so.", {"satya-nadella"}},
        Line{"General Alfredo Stroessner ruled the country for decades.", {"alfredo-stroessner"}},
        Line{"Former Defence Secretary Nigel Ashworth agreed.", {"nigel-ashworth"}},
        Line{"President of the Republic Pedro Castillo addressed the nation.", {"pedro-castillo"}},
        Line{"Minister of Health Ayodele Bankole resigned.", {"ayodele-bankole"}},
        Line{"Minister of Information Technology Ghada Labib spoke.", {"ghada-labib"}},
        Line{"Leader of the Opposition Aubrey Norton disagreed.", {"aubrey-norton"}}));

// Not found yet. One that is found moves up.
class MissedNamesTest : public ::testing::TestWithParam<Line> {};

TEST_P(MissedNamesTest, AreStillMissed) {
  EXPECT_THAT(Ids(Extract(GetParam().body), Facet::kPerson),
              ::testing::Not(UnorderedElementsAreArray(GetParam().ids)))
      << GetParam().body;
}

INSTANTIATE_TEST_SUITE_P(Known,
                         MissedNamesTest,
                         ::testing::Values(Line{"Thank you to Priya Raman for her help.",
                                                {"priya-raman"}},  // "to": a place?
                                           Line{"Aung Kyaw Thu went to the market.",
                                                {"aung-kyaw-thu"}}));  // "Thu" is a day

}  // namespace
}  // namespace facetwire::testing
