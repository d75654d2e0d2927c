package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	unicode8 "unicode/utf8"

	"go.lsp.dev/jsonrpc2"
)

// decodeMessage reads the body of a message. It holds it to JSON-RPC more closely than
// the library does, which takes what comes after the object, bytes that are no UTF-8,
// and a request whose id is null for a notification. Its error is the answer. asked
// reports whether the client was asked something under an id.
func decodeMessage(body []byte, asked func(jsonrpc2.ID) bool) (jsonrpc2.Message, *jsonrpc2.Error) {
	if !unicode8.Valid(body) {
		return nil, jsonrpc2.NewError(jsonrpc2.ParseError, "the message is not UTF-8")
	}
	var members map[string]json.RawMessage // a struct would take "Method" for "method"
	if err := json.Unmarshal(body, &members); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return nil, jsonrpc2.Errorf(jsonrpc2.ParseError, "the message is not JSON: %v", err)
		}
		return nil, invalid("expected an object")
	}
	var version string
	if json.Unmarshal(members["jsonrpc"], &version) != nil || version != jsonrpc2.Version {
		return nil, invalid(`expected "jsonrpc": "2.0"`)
	}
	name, isRequest := members["method"]
	if !isRequest {
		return decodeResponse(members, asked)
	}
	var method *string
	if json.Unmarshal(name, &method) != nil || method == nil {
		return nil, invalid("expected a string as the method")
	}
	raw, isCall := members["id"]
	if !isCall {
		msg, err := jsonrpc2.NewNotification(*method, members["params"])
		return msg, internal(err)
	}
	id, ok := decodeID(raw)
	if !ok {
		return nil, invalid("expected an integer of 32 bits or a string as the id")
	}
	msg, err := jsonrpc2.NewCall(id, *method, members["params"])
	return msg, internal(err)
}

// decodeResponse reads a message without a method. Some clients leave out a result that
// is null. One that could not read a request answers without an id, which gives the
// library's zero ID: no request of this server has it.
func decodeResponse(members map[string]json.RawMessage, asked func(jsonrpc2.ID) bool) (jsonrpc2.Message, *jsonrpc2.Error) {
	result, failed := members["result"], members["error"]
	id, _ := decodeID(members["id"])
	if !asked(id) && result == nil && failed == nil {
		return nil, invalid("expected a method, a result or an error")
	}
	var failure error // stays a nil interface without an error
	if failed != nil && string(failed) != "null" {
		e := new(jsonrpc2.Error)
		if json.Unmarshal(failed, e) != nil {
			e = jsonrpc2.Errorf(jsonrpc2.InternalError, "an error of another form: %s", failed)
		}
		failure = e
	}
	msg, err := jsonrpc2.NewResponse(id, result, failure)
	return msg, internal(err)
}

func invalid(expected string) *jsonrpc2.Error {
	return jsonrpc2.Errorf(jsonrpc2.InvalidRequest, "not a message of JSON-RPC 2.0: %s", expected)
}

func internal(err error) *jsonrpc2.Error {
	if err == nil {
		return nil
	}
	return jsonrpc2.NewError(jsonrpc2.InternalError, err.Error())
}

// quoted begins the ids that the library would not give back: for it the empty string
// is the number 0.
const quoted = "\x00"

// decodeID reads an id.
func decodeID(raw json.RawMessage) (jsonrpc2.ID, bool) {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return jsonrpc2.ID{}, false
	}
	switch v := v.(type) {
	case string:
		if v == "" || strings.HasPrefix(v, quoted) {
			v = quoted + v
		}
		return jsonrpc2.NewStringID(v), true
	case float64:
		if v == math.Trunc(v) && math.MinInt32 <= v && v <= math.MaxInt32 {
			return jsonrpc2.NewNumberID(int32(v)), true
		}
	}
	return jsonrpc2.ID{}, false
}

// encodeID is the id as JSON, as the client wrote it.
func encodeID(id jsonrpc2.ID) string {
	text := fmt.Sprintf("%s", id)
	if strings.HasPrefix(fmt.Sprintf("%q", id), "#") {
		return text // a number
	}
	name, _ := json.Marshal(strings.TrimPrefix(text, quoted)) // a string always has its JSON
	return string(name)
}

// recoverID is the id, as JSON, of a message that cannot be read: "null" where it has
// none that a request may have.
func recoverID(body []byte) string {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) != nil {
		return "null"
	}
	if id, ok := decodeID(members["id"]); ok {
		return encodeID(id)
	}
	var number json.Number // of more than 32 bits, or a fraction
	if json.Unmarshal(members["id"], &number) != nil || number == "" {
		return "null"
	}
	return number.String()
}

// encodeResponse is the body of an answer. The result is not read again, as
// json.Marshal would: the library has made it.
func encodeResponse(id string, result json.RawMessage, failure error) ([]byte, error) {
	body := fmt.Appendf(nil, `{"jsonrpc":"2.0","id":%s,`, id)
	if failure == nil {
		body = append(append(body, `"result":`...), result...)
		return append(body, '}'), nil
	}
	text, err := json.Marshal(wireError(failure))
	if err != nil {
		return nil, err
	}
	body = append(append(body, `"error":`...), text...)
	return append(body, '}'), nil
}
