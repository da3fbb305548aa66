// SPDX-License-Identifier: GPL-3.0-or-later
#include "index/search/query_parser.h"

#include <random>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index/base/errors.h"
#include "index/base/str_cat.h"
#include "tests/support/status_matchers.h"

namespace facetwire {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::StatusIs;

struct Case {
  std::string name;
  std::string text;
  std::string tree;
  std::vector<std::string> notes;  // REASON@position
};

class QueryParserTest : public ::testing::TestWithParam<Case> {};

std::vector<std::string> Notes(const ParsedQuery& parsed) {
  std::vector<std::string> notes;
  for (const QueryNote& note : parsed.notes) {
    notes.push_back(StrCat(note.reason, "@", note.position));
  }
  return notes;
}

TEST_P(QueryParserTest, LenientAndStrict) {
  const Case& row = GetParam();
  const absl::StatusOr<ParsedQuery> lenient = ParseQuery(row.text, ParseMode::kLenient);
  ASSERT_THAT(lenient, IsOk());
  EXPECT_EQ(ToString(lenient->tree), row.tree);
  EXPECT_EQ(Notes(*lenient), row.notes);

  const absl::StatusOr<ParsedQuery> strict = ParseQuery(row.text, ParseMode::kStrict);
  if (row.notes.empty()) {
    ASSERT_THAT(strict, IsOk());
    EXPECT_EQ(*strict, *lenient);
    return;
  }
  const std::string position = row.notes[0].substr(row.notes[0].find('@') + 1);
  ASSERT_THAT(
      strict,
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(StrCat("at byte ", position, ":"))));
  EXPECT_EQ(FieldViolations(strict.status())[0].field, "query.text");
  EXPECT_EQ(Reason(strict.status()), row.notes[0].substr(0, row.notes[0].find('@')));
}

const std::vector<Case> kRight = {
    {"Empty", "", "(all)", {}},
    {"Blanks", " \t\n\u3000 ", "(all)", {}},
    {"Word", "Railway", "railway", {}},
    {"WordsAreAnd", "railway construction", "(and railway construction)", {}},
    {"AndIsTheSame", "railway AND construction", "(and railway construction)", {}},
    {"Or", "coal OR gas", "(or coal gas)", {}},
    {"AndBindsMore", "a b OR c AND d", "(or (and a b) (and c d))", {}},
    {"Groups", "(coal OR gas) port", "(and (or coal gas) port)", {}},
    {"GroupsFlatten", "((a b) (c))", "(and a b c)", {}},
    {"NotBindsMost", "NOT a b", "(and (not a) b)", {}},
    {"Minus", "rail -metro", "(and rail (not metro))", {}},
    {"MinusAfterAPhrase", "\"new york\"-based", "(and \"new york\" based)", {}},
    {"MinusAfterAGroup", "(a OR b)-c", "(and (or a b) c)", {}},
    {"MinusInAGroup", "(-a)", "(not a)", {}},
    {"TwoMinuses", "rail --metro", "(and rail metro)", {}},
    {"MinusPhrase", "-\"new york\"", "(not \"new york\")", {}},
    {"MinusGroup", "-(a OR b)", "(not (or a b))", {}},
    {"MinusField", "a -country:KG", "(and a (not country:KG))", {}},
    {"NotNot", "NOT NOT a", "a", {}},
    {"OnlyNot", "NOT a", "(not a)", {}},
    {"AndNot", "a AND NOT b", "(and a (not b))", {}},
    {"OrNot", "a OR NOT b", "(or a (not b))", {}},
    {"LowerCaseOperatorsAreWords", "rock and roll or not", "(and rock and roll or not)", {}},
    {"Phrase", "\"belt and road\"", "\"belt and road\"", {}},
    {"PhraseOfOne", "\"Belt\"", "belt", {}},
    {"OperatorInAPhrase", "\"a OR b\"", "\"a or b\"", {}},
    {"CurlyQuotes", "\u201cbelt road\u201d", "\"belt road\"", {}},
    {"EmptyPhrase", "a \"\" b", "(and a b)", {}},
    {"PhraseTouchesWord", "a\"b c\"d", "(and a \"b c\" d)", {}},
    {"HyphenIsAPhrase", "state-owned firm", "(and \"state owned\" firm)", {}},
    {"ChineseIsAPhrase", "中国 rail", "(and \"中 国\" rail)", {}},
    {"Accents", "Café O'Brien 3.5", "(and cafe obrien 3.5)", {}},
    {"Near", "rail NEAR/5 kyrgyz", "(near/5 rail kyrgyz)", {}},
    {"NearAlone", "rail NEAR kyrgyz", "(near/10 rail kyrgyz)", {}},
    {"NearChain", "a NEAR/2 b NEAR/5 c NEAR/3 d", "(near/5 a b c d)", {}},
    {"NearPhrase", "\"li qiang\" NEAR/5 rail", "(near/5 \"li qiang\" rail)", {}},
    {"NearBindsMore", "x a NEAR/2 b OR y", "(or (and x (near/2 a b)) y)", {}},
    {"NearInTitle", "title:(a NEAR/2 b)", "title:(near/2 a b)", {}},
    {"NearOfPunctuation", "!! NEAR/2 b", "b", {}},
    {"Title", "title:summit talks", "(and title:summit talks)", {}},
    {"TitlePhrase", "title:\"trade talks\"", "title:\"trade talks\"", {}},
    {"TitleGroup", "title:(a OR \"b c\")", "(or title:a title:\"b c\")", {}},
    {"FieldsInAnyCase", "TITLE:a Country:kg", "(and title:a country:KG)", {}},
    {"CountryCode", "country:kg", "country:KG", {}},
    {"CountryName", "country:kyrgyzstan", "country:KG", {}},
    {"CountryPhrase", "country:\"South Africa\"", "country:ZA", {}},
    {"CountryPartOfAName", "country:\"hong kong\"", "country:HK", {}},
    {"CountryExactNameFirst", "country:guinea", "country:GN", {}},
    {"CountryShortForm", "country:UK country:usa", "(and country:GB country:US)", {}},
    {"CountryOtherName",
     "country:\"United States of America\" country:\"Czech Republic\" country:Türkiye",
     "(and country:US country:CZ country:TR)",
     {}},
    {"CodesBeforePunctuation",
     "country:KG, country:(US., CN) sector:H49,",
     "(and country:KG country:US country:CN sector:H49)",
     {}},
    {"CountryInitials", "country:U.S. country:\"U.K.\"", "(and country:US country:GB)", {}},
    {"CountryWithdrawn", "country:ZR", "country:CD", {}},
    {"CountryGroup", "country:(KG OR CN)", "(or country:KG country:CN)", {}},
    {"PersonId", "person:li-qiang", "person:li-qiang", {}},
    {"PersonName", "person:\"Li Qiang\"", "person:Li Qiang", {}},
    {"Sector", "sector:h49", "sector:H49", {}},
    {"Source", "source:\"The Times\"", "source:The Times", {}},
    {"Language", "language:EN", "language:en", {}},
    {"TimesAndLinksAreWords", "10:30 http://a-b/c", R"((and "10 30" "http a b c"))", {}},
    {"PunctuationIsNothing", "a - -- !? b", "(and a b)", {}},
};

const std::vector<Case> kWrong = {
    {"UnclosedQuote", "rail \"belt road", "(and rail belt road)", {"UNCLOSED_QUOTE@5"}},
    {"OnlyAQuote", "\"", "(nothing)", {"UNCLOSED_QUOTE@0", "NO_WORDS@0"}},
    {"UnclosedParenthesis", "(a b", "(and a b)", {"UNBALANCED_PARENTHESIS@0"}},
    {"UnopenedParenthesis", "a) b", "(and a b)", {"UNBALANCED_PARENTHESIS@1"}},
    {"OneOfTwoUnclosed", "((a OR b) c", "(and (or a b) c)", {"UNBALANCED_PARENTHESIS@0"}},
    {"EmptyParentheses", "a () b", "(and a b)", {"EMPTY_PARENTHESES@2"}},
    {"LonelyAnd", "AND a", "(and and a)", {"LONELY_OPERATOR@0"}},
    {"LonelyOr", "a OR", "(and a or)", {"LONELY_OPERATOR@2"}},
    {"LonelyNot", "a NOT", "(and a not)", {"LONELY_OPERATOR@2"}},
    {"TwoOperators", "a OR AND b", "(and a or b)", {"LONELY_OPERATOR@2"}},
    {"OperatorInParentheses", "(OR a) b", "(and or a b)", {"LONELY_OPERATOR@1"}},
    {"OperatorBeforeEmpty", "a OR ()", "(and a or)", {"LONELY_OPERATOR@2", "EMPTY_PARENTHESES@5"}},
    {"NearWithoutOperands", "NEAR", "near", {"BAD_NEAR@0"}},
    {"NearWithoutRight", "a NEAR/5", "(and a \"near 5\")", {"BAD_NEAR@2"}},
    {"NearZero", "a NEAR/0 b", "(and a \"near 0\" b)", {"BAD_NEAR@2"}},
    {"NearTooFar", "a NEAR/101 b", "(and a \"near 101\" b)", {"BAD_NEAR@2"}},
    {"NearNoNumber", "a NEAR/x b", "(and a \"near x\" b)", {"BAD_NEAR@2"}},
    {"NearAGroup", "a NEAR/2 (b c)", "(and a \"near 2\" b c)", {"BAD_NEAR@2"}},
    {"NearAfterAField", "title:a NEAR/2 b", "(and title:a \"near 2\" b)", {"BAD_NEAR@8"}},
    {"NearOfCountries", "country:(KG NEAR CN)", "(and country:CN country:KG)", {"BAD_NEAR@12"}},
    {"UnknownField", "colour:red", "(and colour red)", {"UNKNOWN_FIELD@0"}},
    {"UnknownFieldPhrase", "x:\"a b\"", "(and x \"a b\")", {"UNKNOWN_FIELD@0"}},
    {"EmptyField", "title: a", "(and title a)", {"EMPTY_FIELD@0"}},
    {"EmptyFieldAtTheEnd", "a country:", "(and a country)", {"EMPTY_FIELD@2"}},
    {"FieldBeforeMinus", "title:-\"a b\"", "\"a b\"", {"EMPTY_FIELD@0"}},
    {"FieldWithoutAWord", "a title:?!", "a", {"EMPTY_FIELD@2"}},
    {"FieldBeforeUnclosed", "title:(", "title", {"EMPTY_FIELD@0", "UNBALANCED_PARENTHESIS@6"}},
    {"UnknownCountry", "country:atlantis", "atlantis", {"UNKNOWN_COUNTRY@8"}},
    {"UnknownCountryCode", "a country:QQ", "(and a qq)", {"UNKNOWN_COUNTRY@10"}},
    {"AmbiguousCountry", "country:korea", "korea", {"AMBIGUOUS_COUNTRY@8"}},
    {"UnknownSector", "sector:H99", "h99", {"UNKNOWN_SECTOR@7"}},
    {"NoWords", "?!", "(nothing)", {"NO_WORDS@0"}},
    {"NotOfNothing", "NOT ?!", "(nothing)", {"NO_WORDS@0"}},
};

std::string Name(const ::testing::TestParamInfo<Case>& info) { return info.param.name; }

INSTANTIATE_TEST_SUITE_P(Right, QueryParserTest, ::testing::ValuesIn(kRight), Name);
INSTANTIATE_TEST_SUITE_P(Wrong, QueryParserTest, ::testing::ValuesIn(kWrong), Name);

struct Wording {
  std::string text;
  std::string wrong;  // what strict mode says, after the position
  std::string done;   // what a note says beside that
};

TEST(QueryParserMessages, SayWhatIsWrongAndInANoteWhatWasDone) {
  const std::vector<Wording> rows = {
      {"\"a", "the quotation mark is not closed", "it was left out"},
      {"(a", "the parenthesis is not closed", "it was left out"},
      {"a)", "no parenthesis is open here", "it was left out"},
      {"a ()", "nothing is in the parentheses", "they were left out"},
      {"a OR", "OR has nothing to work on", "it was searched as a word"},
      {"colour:red", "there is no field \"colour\"", "it was searched as a word"},
      {"a title:", "nothing follows \"title:\"", "it was searched as a word"},
      {"a title:(!)", "no word follows \"title:\"", "it was left out"},
      {"title:(", "nothing follows \"title:\"", "it was searched as a word"},
      {"a NEAR/0 b", "NEAR/n takes a number from 1 to 100", "it was searched as a word"},
      {"a NEAR", "NEAR stands between two words or phrases", "it was searched as a word"},
      {"country:(KG NEAR CN)", "NEAR stands between words of the text", "it was read as AND"},
      {"country:atlantis", "there is no country \"atlantis\"", "it was searched as words"},
      {"sector:H99", "there is no sector \"H99\"", "it was searched as words"},
      {"?!", "there is no word in the text", "no article is found"},
  };
  for (const Wording& row : rows) {
    const absl::StatusOr<ParsedQuery> lenient = ParseQuery(row.text, ParseMode::kLenient);
    ASSERT_THAT(lenient, IsOk()) << row.text;
    ASSERT_FALSE(lenient->notes.empty()) << row.text;
    EXPECT_EQ(lenient->notes[0].message, StrCat(row.wrong, ": ", row.done));
    const absl::Status strict = ParseQuery(row.text, ParseMode::kStrict).status();
    ASSERT_EQ(FieldViolations(strict).size(), 1U) << row.text;
    EXPECT_EQ(FieldViolations(strict)[0].description,
              StrCat("at byte ", lenient->notes[0].position, ": ", row.wrong));
  }
}

TEST(QueryParserLimits, LongTextsAreRefused) {
  EXPECT_THAT(ParseQuery(std::string(kMaxQueryBytes, 'a'), ParseMode::kStrict), IsOk());
  const absl::Status status =
      ParseQuery(std::string(kMaxQueryBytes + 1, 'a'), ParseMode::kLenient).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("4096")));
  EXPECT_EQ(FieldViolations(status)[0].field, "query.text");
}

TEST(QueryParserLimits, ManyWordsAreRefused) {
  std::string text;
  for (std::size_t i = 0; i < kMaxQueryTerms; ++i) {
    text += "word ";
  }
  EXPECT_THAT(ParseQuery(text, ParseMode::kLenient), IsOk());
  EXPECT_THAT(ParseQuery(text + "country:KG", ParseMode::kLenient),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("128")));
}

TEST(QueryParserLimits, DeepNestingIsRefused) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "a" + std::string(depth, ')');
  };
  EXPECT_THAT(ParseQuery(nested(kMaxQueryDepth), ParseMode::kStrict), IsOk());
  EXPECT_THAT(ParseQuery(nested(kMaxQueryDepth + 1), ParseMode::kLenient),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("32")));
}

std::size_t Operands(const QueryNode& node) {
  std::size_t count = node.operands.size() + (node.kind == QueryNode::Kind::kFacet ? 1 : 0);
  for (const QueryNode& child : node.children) {
    count += Operands(child);
  }
  return count;
}

// Every tree is one that the evaluator can take: operands where they belong and nowhere else.
bool IsWellFormed(const QueryNode& node) {
  using Kind = QueryNode::Kind;
  const std::size_t children = node.children.size();
  const std::size_t operands = node.operands.size();
  for (const QueryNode::Words& words : node.operands) {
    if (words.empty()) {
      return false;
    }
  }
  for (const QueryNode& child : node.children) {
    if (!IsWellFormed(child) || child.kind == Kind::kAll || child.kind == Kind::kNothing) {
      return false;
    }
  }
  switch (node.kind) {
    case Kind::kText:
      return operands == 1 && children == 0;
    case Kind::kNear:
      return operands >= 2 && children == 0 && node.distance >= 1 && node.distance <= kMaxNear;
    case Kind::kAnd:
    case Kind::kOr:
      return operands == 0 && children >= 2;
    case Kind::kNot:
      return operands == 0 && children == 1;
    default:
      return operands == 0 && children == 0;
  }
}

TEST(QueryParserRandom, AnyBytesGiveAWellFormedTreeOrAnError) {
  const std::vector<std::string> pieces = {
      "a",       "bc",     " ",        " ",      "\"",       "(",
      ")",       "AND",    "OR",       "NOT",    "NEAR",     "-",
      ":",       "NEAR/3", "/",        "title:", "country:", "person:",
      "KG",      "x:",     "\u201c",   "中",     "\xff",     "\xe4",
      "\xc2",    "\xa0",   "\xe3\x80", "!",      "'",        std::string(1, '\0'),
      "sector:", "H49"};
  constexpr std::uint64_t kSeed = 20240501;
  std::mt19937_64 random(kSeed);
  std::size_t trees = 0;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (std::uint64_t n = random() % 24; n > 0; --n) {
      text += random() % 8 == 0 ? std::string(1, static_cast<char>(random() % 256))
                                : pieces[random() % pieces.size()];
    }
    SCOPED_TRACE(StrCat("seed ", kSeed, ", text ", i, ": ", text));
    const absl::StatusOr<ParsedQuery> parsed = ParseQuery(text, ParseMode::kLenient);
    ASSERT_THAT(parsed, IsOk());
    ASSERT_TRUE(IsWellFormed(parsed->tree)) << ToString(parsed->tree);
    for (const QueryNote& note : parsed->notes) {
      ASSERT_LT(note.position, text.size());
    }
    const bool strict = ParseQuery(text, ParseMode::kStrict).ok();
    ASSERT_EQ(strict, parsed->notes.empty());
    trees += Operands(parsed->tree) > 1 ? 1 : 0;
  }
  EXPECT_GT(trees, 5000U);
}

}  // namespace
}  // namespace facetwire
